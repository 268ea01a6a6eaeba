// By how much a machine differs from itself, from one comparison to the next.
import {mean, sampleVariance} from 'simple-statistics';

/** What is known of it. */
export type Drift = {
	/** The standard deviation of the logarithm of what one side measures. */
	readonly sd: number;
	/** Its degrees of freedom. */
	readonly freedom: number;
};

/** Of ten the deviation is known within a third; of two it may be off by a factor of ten. */
export const FEWEST_FOR_DRIFT = 10;

/**
 * The drift from an A/A series: for each point (a count, say) what the same side measured in one
 * comparison after the other. Points of a series drift together, so they count as one for the degrees
 * of freedom. Undefined where no point was measured in at least ten comparisons: nothing is certified.
 */
export function driftOf(points: ReadonlyArray<readonly number[]>): Drift | undefined {
	const long = points.filter(({length}) => length >= FEWEST_FOR_DRIFT);
	return long.length === 0
		? undefined
		: {
				sd: Math.sqrt(mean(long.map(values => sampleVariance(values.map(Math.log))))),
				freedom: Math.min(...long.map(({length}) => length)) - 1,
			};
}
