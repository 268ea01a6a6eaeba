// Waits until a foreign server listens, and tells why it does not.
import {setTimeout as delay} from 'node:timers/promises';
import type {Population} from './population.js';
import type {Running} from './running.js';

const STEP_MS = 10;
/** Of standard error. */
const WORDS = 5;

/**
 * Returns once the kernel knows of a listener there: to connect would be counted by some.
 * @throws Error where it ends before, or does not listen within `patience` seconds.
 */
export async function untilListening(
	name: string,
	running: Running,
	population: Population,
	patience: number,
): Promise<void> {
	const {address, port, ended, isAttached} = running;
	let end: string | undefined;
	void ended.then(how => {
		end = how;
	});
	for (const deadline = performance.now() + patience * 1000; performance.now() < deadline;) {
		if (population.isListening()) {
			return;
		}

		await delay(STEP_MS);
		if (end !== undefined) {
			throw new Error(
				`${name} does not stay: ${end}, before it listened on ${address}:${port}; a server must stay in the foreground`,
			);
		}
	}

	const words = running.words().slice(-WORDS);
	throw new Error(
		`${name} does not listen on ${address}:${port} after ${patience} s: ` +
			(isAttached
				? 'see where it does (ss -ltnp)'
				: 'its command must take the port from {port} or from the environment variable PORT, or be given more time') +
			(words.length > 0 ? `; it says: ${words.join('; ')}` : ''),
	);
}
