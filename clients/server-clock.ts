// The processor time of a server that is loaded in slices, read from beside it.
import {ProcessClock} from '../linux/process-clock.js';

/** A server that still runs after so long is one that polls: it will not go to sleep. */
const SETTLE_MS = 3;
/** Longer than the clock of a thread that runs can stand still. */
const STEP_MS = 0.02;

/** The sum over its processes; 0 where there are none that can be seen from here. */
export class ServerClock {
	readonly #clocks: readonly ProcessClock[];

	constructor(pids: readonly number[]) {
		this.#clocks = pids.map(pid => new ProcessClock(pid));
	}

	/** Seconds that they have run so far. */
	read(): number {
		return this.#clocks.reduce((sum, clock) => sum + clock.read(), 0);
	}

	/**
	 * Waits until they run no more, and returns what they have used by then: what a server does after
	 * its last reply is its own.
	 */
	settle(): number {
		const until = performance.now() + SETTLE_MS;
		let used = this.read();
		for (;;) {
			spin(performance.now() + STEP_MS);

			const then = used;
			used = this.read();
			if (used === then || performance.now() >= until) {
				return used;
			}
		}
	}
}

/** Returns at the time `until`, of performance.now(): a sleep would take longer than what is waited for. */
export function spin(until: number): number {
	let now = performance.now();
	while (now < until) {
		now = performance.now();
	}

	return now;
}
