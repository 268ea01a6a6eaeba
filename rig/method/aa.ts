// What a series of comparisons of one thing with itself says, or with itself slowed.
import {mean, median, quantile} from 'simple-statistics';
import type {Cell} from './cell.js';
import {type Comparison, ratiosOf} from './comparison.js';
import {byMeasure} from './measure.js';
import {countHolding, pooledRatio, shareAtMost} from './statistics/aa.js';
import {type Drift, driftOf} from './statistics/drift.js';
import type {Interval} from './statistics/interval.js';
import {type Compared, judge, type Judged} from './statistics/judge.js';

/** One comparison of a series, the cells of its side A, and what a place inside a quadruple was worth in each duet. */
export type Played = {
	readonly comparison: Comparison;
	readonly cells: readonly Cell[];
	readonly positions?: ReadonlyArray<Readonly<Record<string, number>>>;
};

/** How far intervals reach to one side: in half of the ratios at most so far, and in 95 %. */
type Reach = {readonly median: number; readonly p95: number};

/** What is false in a series in which nothing differs, and how fine its intervals are. */
export type Falsehoods = {
	readonly comparisons: number;
	readonly falseComparisons: number;
	/** The rate of such comparisons is so much at most, with 95 %. */
	readonly falseAtMost: number;
	readonly ratios: number;
	readonly falseRatios: number;
	/** How many intervals hold 1, of those that there are: also what is too small for a verdict shows in it. */
	readonly holding: {readonly found: number; readonly of: number};
	/** By measure, the ratio of all comparisons together: a bias that is in each of them. */
	readonly pooled: Readonly<Record<string, Interval>>;
	/** By measure, what a side gains that stands inside a quadruple rather than at its ends: in no ratio. */
	readonly positions: Readonly<Record<string, Interval>>;
	readonly reach: Reach;
	/** By measure; none of a series of fewer than ten comparisons. */
	readonly drift: Readonly<Record<string, Drift>>;
	/** What the same cells would have said in sequence: one side of each comparison against that of the next. */
	readonly inSequence: {
		readonly ratios: number;
		readonly falseRatios: number;
		readonly reach: Reach;
	};
};

/** Counts what is false: nothing differs, so faster and slower are. */
export function countFalse(series: readonly Played[], measures: readonly string[]): Falsehoods {
	const found = series.map(
		({comparison}) => ratiosOf(comparison).filter(({verdict}) => isDifference(verdict)).length,
	);
	const all = series.flatMap(({comparison}) => ratiosOf(comparison));
	const intervals = all.flatMap(({interval}) => interval ?? []);
	const falseComparisons = found.filter(count => count > 0).length;
	return {
		comparisons: series.length,
		falseComparisons,
		falseAtMost: shareAtMost(falseComparisons, series.length).atMost,
		ratios: all.length,
		falseRatios: found.reduce((sum, count) => sum + count, 0),
		holding: countHolding(intervals),
		pooled: byMeasure(measures, measure => pooledRatio(logsOf(series, measure))),
		positions: byMeasure(measures, measure =>
			pooledRatio(
				series.flatMap(({positions = []}) => {
					const own = positions.flatMap(each => each[measure] ?? []);
					return own.length > 0 ? [mean(own)] : [];
				}),
			),
		),
		reach: summariseReaches(intervals),
		drift: byMeasure(measures, measure => driftAt(series, measure)),
		inSequence: countInSequence(series, measures),
	};
}

/** What was found of an effect that was planted in B. */
export type Findings = {
	readonly comparisons: number;
	/** Comparisons that find it at every point, with the right sign. */
	readonly found: number;
	/** Those of them whose every interval holds the true value. */
	readonly held: number;
	/** The same of single points. */
	readonly points: number;
	readonly pointsFound: number;
	readonly pointsHeld: number;
};

/** Counts what is found of B, which costs the share `slow` more, by this measure. */
export function countFound(series: readonly Played[], slow: number, measure: string): Findings {
	const costs = series.map(({comparison}) =>
		comparison.points.flatMap(({measures}) => measures[measure] ?? []),
	);
	const isFound = (cost: Judged) => cost.verdict === 'slower';
	const isHeld = ({interval}: Judged) =>
		interval !== undefined && countHolding([interval], 1 + slow).found === 1;
	const all = costs.flat();
	const count = (test: (cost: Judged) => boolean) =>
		costs.filter(each => each.length > 0 && each.every(test)).length;
	return {
		comparisons: series.length,
		found: count(isFound),
		held: count(cost => isFound(cost) && isHeld(cost)),
		points: all.length,
		pointsFound: all.filter(isFound).length,
		pointsHeld: all.filter(isHeld).length,
	};
}

function isDifference(verdict: Judged['verdict']): boolean {
	return verdict === 'faster' || verdict === 'slower';
}

/** Of B/A, one a comparison: points of one share what is wrong with it. */
function logsOf(series: readonly Played[], measure: string): number[] {
	return series.flatMap(({comparison}) => {
		const logs = comparison.points.flatMap(({measures}) => {
			const judged = measures[measure];
			return judged ? [Math.log(judged.measured)] : [];
		});
		return logs.length > 0 ? [mean(logs)] : [];
	});
}

function summariseReaches(intervals: readonly Interval[]): Reach {
	// To one side: what lies so far from 1 is told from it.
	const reaches = intervals.map(({low, high}) => Math.sqrt(high / low) - 1);
	return reaches.length === 0
		? {median: 0, p95: 0}
		: {median: median(reaches), p95: quantile(reaches, 0.95)};
}

/** A's values against those of the next comparison, as if nothing drifted. */
function countInSequence(
	series: readonly Played[],
	measures: readonly string[],
): Falsehoods['inSequence'] {
	const found = series.slice(1).flatMap((played, index) => {
		const former = series[index] as Played;
		const asked = measures.flatMap(measure =>
			pointsOf(series).map((point): Compared => ({
				samples: {
					kind: 'independent',
					a: valuesAt(former, point, measure),
					b: valuesAt(played, point, measure),
				},
				...{measure, better: 'more'},
			})),
		);
		return judge(asked, {effect: played.comparison.effect}).points.flatMap(judged =>
			judged?.interval ? [{interval: judged.interval, verdict: judged.verdict}] : [],
		);
	});
	return {
		ratios: found.length,
		falseRatios: found.filter(({verdict}) => isDifference(verdict)).length,
		reach: summariseReaches(found.map(({interval}) => interval)),
	};
}

function pointsOf(series: readonly Played[]): string[] {
	return [...new Set(series.flatMap(({cells}) => cells.map(({point}) => JSON.stringify(point))))];
}

function valuesAt({cells}: Played, point: string, measure: string): number[] {
	return cells
		.filter(cell => JSON.stringify(cell.point) === point)
		.flatMap(({measures}) => measures?.[measure] ?? [])
		.filter(value => value > 0);
}

/** Between comparisons, within each point. */
function driftAt(series: readonly Played[], measure: string): Drift | undefined {
	return driftOf(
		pointsOf(series).map(point =>
			series.flatMap(played => {
				const values = valuesAt(played, point, measure);
				return values.length > 0 ? [median(values)] : [];
			}),
		),
	);
}
