// When the calls of an open loop are to be sent: at even intervals, or as a Poisson process.
import {xoroshiro128plus} from 'pure-rand';

/** What a schedule is to be. */
export type ScheduleOptions = {
	/** Calls a second. */
	readonly rate: number;
	/** Exponential intervals, from this seed, instead of even ones. */
	readonly poissonSeed: number | undefined;
};

/** The intended starts of calls, one after the other, in milliseconds of performance.now(). */
export class Schedule {
	/** The next intended start. */
	next: number;
	#count = 0;
	readonly #startedAt: number;
	readonly #intervalMs: number;
	readonly #random: (() => number) | undefined;

	constructor(startedAt: number, {rate, poissonSeed}: ScheduleOptions) {
		this.#startedAt = startedAt;
		this.#intervalMs = 1000 / rate;
		this.#random = poissonSeed === undefined ? undefined : uniform(poissonSeed);
		this.next = startedAt;
		if (this.#random) {
			this.advance();
		}
	}

	/** Goes on to the call after `next`. */
	advance(): void {
		this.#count++;
		// Even intervals are multiplied, not added: a sum of roundings would drift.
		this.next = this.#random
			? this.next - Math.log(1 - this.#random()) * this.#intervalMs
			: this.#startedAt + this.#count * this.#intervalMs;
	}
}

/** Random numbers in [0, 1). */
function uniform(seed: number): () => number {
	const generator = xoroshiro128plus(seed);
	return () => (generator.unsafeNext() >>> 0) / 2 ** 32;
}
