// What was measured of two sides, and the estimate that it makes.
import {mean} from 'simple-statistics';
import type {Drift} from './drift.js';
import {scaled, sumOf, type Variance, varianceOf} from './interval.js';
import {moderate} from './moderation.js';
import {pool} from './pool.js';

/** Two sides at one point. Values are above 0 where their ratio is asked for. */
export type Samples =
	/** B less A, pair by pair: of logarithms, where the ratio is asked for. */
	| {readonly kind: 'paired'; readonly differences: readonly number[]}
	/** Values that each hold all that drifts: one a run, boot or pair of processes. */
	| {readonly kind: 'independent'; readonly a: readonly number[]; readonly b: readonly number[]}
	/**
	 * The same of what is counted and not timed: no machine is off at all points together, so that all
	 * points of a measure tell how far two values of one are apart.
	 */
	| {readonly kind: 'counted'; readonly a: readonly number[]; readonly b: readonly number[]}
	/** The cells of two single runs, one after the other. */
	| {
			readonly kind: 'sequence';
			readonly a: readonly number[];
			readonly b: readonly number[];
			/** By how much a run as a whole may be off; undefined where nobody knows. */
			readonly drift: Drift | undefined;
	  };

/** What is asked of two values: B/A, or B less A (of what may be 0 or less, as the slope of a law). */
type Scale = 'ratio' | 'difference';

/** The samples of a point, with the measure that they are of. */
export type Sampled = {
	readonly samples: Samples;
	readonly measure: string;
	/** The line of a graph that it is on: counts of one line are as far apart as each other. */
	readonly line?: string;
	readonly scale?: Scale;
};

/** B less A, of logarithms where it is a ratio. */
export type Estimate = {
	readonly value: number;
	/** The repeats of the side that has fewer. */
	readonly n: number;
	/** Undefined of fewer than two repeats. */
	readonly error: Variance | undefined;
};

/** The values of one side, or the differences of pairs. */
type Side = {readonly values: readonly number[]; readonly spread: Variance | undefined};

/**
 * The estimate of each point, undefined where a side has no value. The spread of points of one
 * measure whose errors are independent (pairs, and cells within a run) is moderated by that of the others;
 * runs and boots are off at all points together, so that their spreads tell nothing of each other. Of
 * what is counted there are two values a side, each of which has one degree of freedom: points that are
 * alike have one pooled variance.
 */
export function estimatesOf(points: readonly Sampled[]): Array<Estimate | undefined> {
	const sides = points.map(sidesOf);
	const shared = new Map<Side, Variance>();
	for (const measure of new Set(points.map(point => point.measure))) {
		const alike = (isAlike: (point: Sampled) => boolean) =>
			points.flatMap((point, index) =>
				point.measure === measure && isAlike(point)
					? (sides[index] as Side[]).flatMap(side =>
							side.spread ? [{side, own: side.spread, line: point.line ?? ''}] : [],
						)
					: [],
			);
		const within = alike(isWithinRun);
		const counted = alike(isCounted);
		const spreads = [...moderate(within.map(({own}) => own)), ...pool(counted)];
		[...within, ...counted].forEach(({side}, index) => {
			shared.set(side, spreads[index] as Variance);
		});
	}

	return sides.map(own =>
		estimateOf(own.map(side => ({...side, spread: shared.get(side) ?? side.spread}))),
	);
}

function isWithinRun({samples: {kind}}: Sampled): boolean {
	return kind === 'paired' || kind === 'sequence';
}

/** Differences in the unit of a law are as unlike as the laws are. */
function isCounted({samples: {kind}, scale}: Sampled): boolean {
	return kind === 'counted' && scale !== 'difference';
}

function sidesOf({samples, scale}: Sampled): Side[] {
	if (samples.kind === 'paired') {
		return [sideOf(samples.differences)];
	}

	return [samples.a, samples.b].map(values =>
		sideOf(scale === 'difference' ? values : values.map(Math.log)),
	);
}

function sideOf(values: readonly number[]): Side {
	return {values, spread: varianceOf(values)};
}

function estimateOf(sides: readonly Side[]): Estimate | undefined {
	if (sides.some(({values}) => values.length === 0)) {
		return undefined;
	}

	const [first, second] = sides.map(({values}) => mean([...values])) as [number, number?];
	const errors = sides.flatMap(({values, spread}) =>
		spread ? [scaled(spread, 1 / values.length)] : [],
	);
	return {
		value: second === undefined ? first : second - first,
		n: Math.min(...sides.map(({values}) => values.length)),
		error: errors.length === sides.length ? sumOf(errors) : undefined,
	};
}
