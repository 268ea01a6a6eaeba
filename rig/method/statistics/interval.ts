// A value with its interval, and how variances of several sources become one.
import {mean, sampleVariance} from 'simple-statistics';
import {studentReach} from './distributions.js';

/** A value with its interval, in the unit of the value. */
export type Interval = {readonly value: number; readonly low: number; readonly high: number};

/** An estimated variance, and how well it is known. */
export type Variance = {
	readonly variance: number;
	/** Its degrees of freedom. */
	readonly freedom: number;
};

/** The interval of Student's t around `value`, whose squared standard error is `error`. */
export function studentInterval(value: number, error: Variance, level: number): Interval {
	const half = halfOf(error, level);
	return {value, low: value - half, high: value + half};
}

/** How far such an interval reaches to either side. */
export function halfOf({variance, freedom}: Variance, level: number): number {
	return variance === 0 ? 0 : studentReach(level, freedom) * Math.sqrt(variance);
}

/** The interval of the mean of values that are independent of each other. Undefined of fewer than two. */
export function meanInterval(values: readonly number[], level: number): Interval | undefined {
	const spread = varianceOf(values);
	return spread && studentInterval(mean([...values]), scaled(spread, 1 / values.length), level);
}

/** The variance of single values. Undefined of fewer than two. */
export function varianceOf(values: readonly number[]): Variance | undefined {
	return values.length < 2
		? undefined
		: {variance: sampleVariance([...values]), freedom: values.length - 1};
}

/** The variance of what is multiplied by the root of `factor`. */
export function scaled({variance, freedom}: Variance, factor: number): Variance {
	return {variance: variance * factor, freedom};
}

/**
 * The variance of a sum of what is independent, with its effective degrees of freedom (Satterthwaite,
 * Biometrics Bulletin 2, 1946). Of two sides of values this is Welch's t.
 */
export function sumOf(parts: readonly Variance[]): Variance {
	const variance = parts.reduce((sum, part) => sum + part.variance, 0);
	const uncertainty = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
	return {
		variance,
		freedom:
			uncertainty > 0
				? variance ** 2 / uncertainty
				: parts.reduce((sum, {freedom}) => sum + freedom, 0),
	};
}

/** An interval of logarithms as one of ratios. */
export function exponential({value, low, high}: Interval): Interval {
	return {value: Math.exp(value), low: Math.exp(low), high: Math.exp(high)};
}
