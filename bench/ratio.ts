// What a comparison comes to: the median of its pairs' ratios, with an interval.
import prand from 'pure-rand';
import {median, quantileSorted} from 'simple-statistics';

const RESAMPLES = 10_000;
const SEED = 1;

/** A figure of two sides: of each pair, its median over the pairs, and the interval of that. */
export type Ratio = {
	readonly ratios: readonly number[];
	readonly median: number;
	/** The bounds of the 95 % interval. */
	readonly low: number;
	readonly high: number;
};

/**
 * The ratio first / second of every pair, their median and its 95 % percentile bootstrap interval
 * (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979). The unit resampled is the pair,
 * so drift that both sides of a pair share does not widen it. The same pairs give the same interval.
 */
export function summariseRatios(pairs: ReadonlyArray<readonly [number, number]>): Ratio {
	const ratios = pairs.map(([first, second]) => first / second);
	const random = prand.xoroshiro128plus(SEED);
	const medians = Array.from({length: RESAMPLES}, () =>
		median(
			ratios.map(
				() => ratios[prand.unsafeUniformIntDistribution(0, ratios.length - 1, random)] as number,
			),
		),
	).sort((a, b) => a - b);
	return {
		ratios,
		median: median(ratios),
		low: quantileSorted(medians, 0.025),
		high: quantileSorted(medians, 0.975),
	};
}
