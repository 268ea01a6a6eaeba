// How long connections lived: httperf's "Connection time" line.

/** The median is of a histogram of 1 ms bins up to 100 s, as in httperf. */
const BINS = 100_000;

/** Lifetimes as they go from process to process: of the bins those that hold some, `[bin, count]`. */
export type LifetimeFigures = {
	readonly count: number;
	readonly sum: number;
	readonly squares: number;
	/** None where nothing was counted. */
	readonly min: number | undefined;
	readonly max: number;
	readonly bins: ReadonlyArray<readonly [number, number]>;
};

/** Lifetimes in milliseconds, of connections that had at least one reply. */
export class Lifetimes {
	count = 0;
	#sum = 0;
	#squares = 0;
	#min = Infinity;
	#max = 0;
	readonly #bins = new Uint32Array(BINS + 1);

	add(ms: number): void {
		this.count++;
		this.#sum += ms;
		this.#squares += ms * ms;
		this.#min = Math.min(this.#min, ms);
		this.#max = Math.max(this.#max, ms);
		const bin = Math.min(Math.floor(ms), BINS);
		this.#bins[bin] = (this.#bins[bin] as number) + 1;
	}

	toJSON(): LifetimeFigures {
		const bins = [...this.#bins.entries()].filter(([, count]) => count > 0);
		const min = this.count > 0 ? this.#min : undefined;
		return {count: this.count, sum: this.#sum, squares: this.#squares, min, max: this.#max, bins};
	}

	/** Adds those of another process. */
	merge({count, sum, squares, min = Infinity, max, bins}: LifetimeFigures): void {
		this.count += count;
		this.#sum += sum;
		this.#squares += squares;
		this.#min = Math.min(this.#min, min);
		this.#max = Math.max(this.#max, max);
		for (const [bin, more] of bins) {
			this.#bins[bin] = (this.#bins[bin] as number) + more;
		}
	}

	summary(): {min: number; avg: number; max: number; median: number; stddev: number} {
		const {count} = this;
		if (count === 0) {
			return {min: 0, avg: 0, max: 0, median: 0, stddev: 0};
		}

		const variance = (this.#squares - this.#sum ** 2 / count) / Math.max(count - 1, 1);
		return {
			min: this.#min,
			avg: this.#sum / count,
			max: this.#max,
			median: this.#median(),
			stddev: count === 1 ? 0 : Math.sqrt(Math.max(variance, 0)),
		};
	}

	/** The middle of the bin that holds it; 0 beyond the bins, as httperf prints. */
	#median(): number {
		let seen = 0;
		for (let bin = 0; bin < BINS; bin++) {
			seen += this.#bins[bin] as number;
			if (seen >= this.count / 2) {
				return bin + 0.5;
			}
		}

		return 0;
	}
}
