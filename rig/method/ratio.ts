// The ratio of two sides, and how sure it is: on logarithms, where a ratio and its inverse lie alike.
import jStat from 'jstat';
import {mean, sampleStandardDeviation, sampleVariance} from 'simple-statistics';
import type {Interval} from './law.js';

/** A ratio with its interval, from `n` values, or pairs. */
export type Ratio = Interval & {
	readonly n: number;
	/** The standard deviation of what is repeated, of its logarithm. */
	readonly spread: number;
};

/** Repeats beyond which nobody would go. */
const MOST_REPEATS = 10_000;

/**
 * B against A from the logarithms of ratios that were taken pair by pair, each with processes of its
 * own: Student's t, because they are few. Undefined of fewer than two.
 */
export function pairedRatio(logs: readonly number[], level: number): Ratio | undefined {
	if (logs.length < 2) {
		return undefined;
	}

	const spread = sampleStandardDeviation([...logs]);
	const half = quantile(level, logs.length - 1) * (spread / Math.sqrt(logs.length));
	return around(mean([...logs]), half, {n: logs.length, spread});
}

/**
 * B against A from values that have nothing to do with each other: Welch's t (Biometrika 34, 1947).
 * `drift` is the standard deviation by which one side as a whole may be off, of its logarithm.
 * Undefined of fewer than two on a side.
 */
export function independentRatio(
	a: readonly number[],
	b: readonly number[],
	{level, drift = 0}: {level: number; drift?: number},
): Ratio | undefined {
	if (a.length < 2 || b.length < 2) {
		return undefined;
	}

	const logsA = a.map(value => Math.log(value));
	const logsB = b.map(value => Math.log(value));
	const errorA = sampleVariance(logsA) / a.length;
	const errorB = sampleVariance(logsB) / b.length;
	const square = errorA + errorB;
	const freedom =
		square === 0
			? a.length + b.length - 2
			: square ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
	const half = quantile(level, freedom) * Math.sqrt(square + 2 * drift ** 2);
	const n = Math.min(a.length, b.length);
	return around(mean(logsB) - mean(logsA), half, {n, spread: Math.sqrt(square * n)});
}

/** How many pairs it takes until an interval reaches no further than `effect` to either side. */
export function repeatsFor(effect: number, spread: number, level: number): number {
	const reach = Math.log(1 + effect);
	let least = 2;
	let most = MOST_REPEATS;
	while (least < most) {
		const n = Math.floor((least + most) / 2);
		if ((quantile(level, n - 1) * spread) / Math.sqrt(n) <= reach) {
			most = n;
		} else {
			least = n + 1;
		}
	}

	return least;
}

function quantile(level: number, freedom: number): number {
	return jStat.studentt.inv((1 + level) / 2, freedom);
}

function around(log: number, half: number, rest: {n: number; spread: number}): Ratio {
	return {value: Math.exp(log), low: Math.exp(log - half), high: Math.exp(log + half), ...rest};
}
