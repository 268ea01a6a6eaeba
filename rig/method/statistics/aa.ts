// What a series of comparisons of one thing with itself certifies.
import {quantileOfBeta} from './distributions.js';
import {exponential, type Interval, meanInterval} from './interval.js';

const LEVEL = 0.95;

/** A share of cases, with what it can be at most. */
export type Share = {readonly found: number; readonly of: number; readonly atMost: number};

/**
 * The ratio of all comparisons together, from the logarithms of each: with a bias below the smallest
 * effect each of them is `same`, and only the pooled ratio shows it. Undefined of fewer than two.
 */
export function pooledRatio(logs: readonly number[]): Interval | undefined {
	const interval = meanInterval(logs, LEVEL);
	return interval && exponential(interval);
}

/** How many intervals hold `truth`: 1 in a series in which nothing differs. */
export function countHolding(
	intervals: ReadonlyArray<Pick<Interval, 'low' | 'high'>>,
	truth = 1,
): {readonly found: number; readonly of: number} {
	const found = intervals.filter(({low, high}) => low <= truth && truth <= high).length;
	return {found, of: intervals.length};
}

/**
 * The rate of what was found in `found` of `of` cases, at most: the exact upper bound with 95 %
 * (Clopper and Pearson, Biometrika 26, 1934). 0 of 20 leaves 14 % possible.
 */
export function shareAtMost(found: number, of: number): Share {
	return {found, of, atMost: found >= of ? 1 : quantileOfBeta(LEVEL, found + 1, of - found)};
}
