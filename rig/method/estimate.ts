// The median of repeated measurements, and how sure it is.
import {max, median, min, quantileSorted, sampleWithReplacement} from 'simple-statistics';
import {seededRandom} from './random.js';

/** A median with its interval, from `n` repeats. */
export type Estimate = {
	readonly median: number;
	readonly low: number;
	readonly high: number;
	readonly n: number;
};

const RESAMPLES = 2000;
const LEVEL = 0.95;
/** The resampling is the same whenever derived files are rebuilt. */
const SEED = 20_021_030;

/** From this many repeats on, an interval is more than the least and the greatest value. */
export const FEWEST_FOR_BOOTSTRAP = 3;

/**
 * The estimate from `values`, one a repeat: a 95 % percentile interval of the bootstrap (Efron 1979)
 * from three repeats on; of one or two, just the least and the greatest value. Undefined of none.
 */
export function estimate(values: readonly number[]): Estimate | undefined {
	if (values.length === 0) {
		return undefined;
	}

	const all = [...values];
	const [low, high] =
		all.length < FEWEST_FOR_BOOTSTRAP ? [min(all), max(all)] : bootstrapInterval(all);
	return {median: median(all), low, high, n: all.length};
}

function bootstrapInterval(values: number[]): [low: number, high: number] {
	const random = seededRandom(SEED);
	const medians = Array.from({length: RESAMPLES}, () =>
		median(sampleWithReplacement(values, values.length, random)),
	).sort((a, b) => a - b);
	return [quantileSorted(medians, (1 - LEVEL) / 2), quantileSorted(medians, (1 + LEVEL) / 2)];
}
