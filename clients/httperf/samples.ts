// httperf's reply-rate samples: one every 5 s, the last partial interval dropped.
import {max, mean, min, sampleStandardDeviation} from 'simple-statistics';

const INTERVAL_MS = 5000;

/** A summary of samples, in replies a second. */
type RateSummary = {
	min: number;
	avg: number;
	max: number;
	stddev: number;
	samples: number;
};

/** Samples the reply rate from `startedAt` on, a time of performance.now(). */
export class Samples {
	readonly #rates: number[] = [];
	#since: number;
	#replies = 0;

	constructor(startedAt: number) {
		this.#since = startedAt;
	}

	/** When the next sample is due. */
	get nextAt(): number {
		return this.#since + INTERVAL_MS;
	}

	/** Takes a sample: `replies` is the number since the beginning. */
	take(now: number, replies: number): void {
		this.#rates.push(((replies - this.#replies) * 1000) / (now - this.#since));
		this.#since = now;
		this.#replies = replies;
	}

	/** One after the other. */
	get rates(): readonly number[] {
		return this.#rates;
	}
}

/** A summary of samples: of none all is 0. */
export function summariseRates(rates: readonly number[]): RateSummary {
	if (rates.length === 0) {
		return {min: 0, avg: 0, max: 0, stddev: 0, samples: 0};
	}

	const all = [...rates];
	return {
		min: min(all),
		avg: mean(all),
		max: max(all),
		stddev: all.length === 1 ? 0 : sampleStandardDeviation(all),
		samples: all.length,
	};
}
