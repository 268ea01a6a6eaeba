// Declares one test a mechanism: skipped, with the reason, where this kernel lacks it.
import test, {type ExecutionContext} from 'ava';
import {type ServerMechanism, findServerMechanisms} from '../../mechanisms.js';

const mechanisms = await findServerMechanisms();

/** Runs `body` as a test for every mechanism in the folders. */
export function eachMechanism(
	title: string,
	body: (t: ExecutionContext, mechanism: ServerMechanism) => Promise<void> | void,
): void {
	for (const mechanism of mechanisms) {
		if (mechanism.probe.ok) {
			test(`${mechanism.name}: ${title}`, t => body(t, mechanism));
		} else {
			test.skip(`${mechanism.name}: ${title} (skipped: ${mechanism.probe.reason})`, () =>
				undefined);
		}
	}
}
