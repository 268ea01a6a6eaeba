// Waits for what has no event of its own.
import {setTimeout} from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const STEP_MS = 5;

/**
 * Waits until `find` finds something, for a minute at most.
 * @throws Error with what `failure` says.
 */
export async function waitFor<T>(find: () => T | undefined, failure: () => string): Promise<T> {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
		const found = find();
		if (found !== undefined) {
			return found;
		}

		await setTimeout(STEP_MS);
	}

	throw new Error(failure());
}
