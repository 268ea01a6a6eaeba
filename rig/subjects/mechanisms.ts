// The mechanisms that a program finds on its host.
import {mechanisms} from '../../programs/events/mechanisms.js';
import {Failure} from '../failure.js';
import type {Option} from '../record/option.js';
import type {Host} from '../site/host.js';
import {readEvent} from './events.js';

const LIST_BOUND_MS = 60_000;

/** Asks a program on a host for the mechanisms that it can use. */
export async function listMechanisms(
	host: Host,
	name: string,
	signal: AbortSignal,
	args: readonly string[] = [],
): Promise<Option[]> {
	const program = await host.start(name, ['--list-mechanisms', '--json', ...args]);
	try {
		const line = await program.waitFor(['mechanisms'], LIST_BOUND_MS, signal);
		return readEvent(mechanisms, name, line).mechanisms;
	} catch (error) {
		if (error instanceof Failure && program.end !== undefined) {
			throw new Failure(`cannot list the mechanisms: ${program.end}`);
		}

		throw error;
	} finally {
		await program.stop();
	}
}
