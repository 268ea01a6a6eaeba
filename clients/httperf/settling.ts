// Whether the rate of replies has settled: what a warm-up waits for.
import {mean, variance} from 'simple-statistics';

/** Samples that are looked at: their second half is held against the first. */
const SAMPLES = 10;
/** A difference that nobody would see in a result; noise alone goes as far as so many errors. */
const LEAST = 0.02;
const ERRORS = 2;

/** Rates, each of an interval as long as the others. */
export class Settling {
	readonly #rates: number[] = [];

	/** Adds the rate of the next interval. */
	add(rate: number): void {
		this.#rates.push(rate);
		if (this.#rates.length > SAMPLES) {
			this.#rates.shift();
		}
	}

	/** Whether it is what it was, as far as the spread of the samples tells. */
	get isSettled(): boolean {
		if (this.#rates.length < SAMPLES) {
			return false;
		}

		const first = this.#rates.slice(0, SAMPLES / 2);
		const second = this.#rates.slice(SAMPLES / 2);
		const error = Math.sqrt((variance(first) + variance(second)) / (SAMPLES / 2 - 1));
		const difference = Math.abs(mean(second) - mean(first));
		return difference <= Math.max(LEAST * mean(first), ERRORS * error);
	}
}
