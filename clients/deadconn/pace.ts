// How many connections are due at a given rate.

/** How far behind its schedule a pace may be, in milliseconds: what was missed before is not made up. */
const MAX_LAG_MS = 20;

/** Counts out a rate. Times are in milliseconds, of any one clock. */
export class Pace {
	readonly #intervalMs: number;
	#nextAt: number;

	/** `rate` is in events a second; 0: as many as are wanted. */
	constructor(rate: number, now: number) {
		this.#intervalMs = rate === 0 ? 0 : 1000 / rate;
		this.#nextAt = now;
	}

	/** How many are due now. */
	due(now: number): number {
		if (this.#intervalMs === 0) {
			return Infinity;
		}

		this.#nextAt = Math.max(this.#nextAt, now - MAX_LAG_MS);
		return Math.floor((now - this.#nextAt) / this.#intervalMs) + 1;
	}

	/** Counts `count` of those that were due. */
	count(count: number): void {
		this.#nextAt += count * this.#intervalMs;
	}

	/** How long until the next is due, in whole milliseconds, at least 1. */
	msUntilDue(now: number): number {
		return Math.max(1, Math.ceil(this.#nextAt - now));
	}
}
