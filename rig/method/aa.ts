// What a series of comparisons of one thing with itself says, or with itself slowed.
import {mean, median, quantile, sampleStandardDeviation} from 'simple-statistics';
import type {Compared, Comparison} from './comparison.js';
import {verdictsOf} from './comparison.js';
import type {Interval} from './law.js';
import {independentRatio} from './ratio.js';
import {judgeSpeed} from './verdict.js';
import {countsOf, cpuUsOf} from '../record/row.js';
import type {DuetRow} from '../run/duet/duet-row.js';

/** One comparison of a series, and the rows that it is made of. */
export type Played = {readonly comparison: Comparison; readonly rows: readonly DuetRow[]};

/** What is false in a series in which nothing differs, and how fine its intervals are. */
export type Falsehoods = {
	readonly comparisons: number;
	readonly falseComparisons: number;
	readonly ratios: number;
	readonly falseRatios: number;
	readonly reach: {readonly median: number; readonly p95: number};
	readonly drift: {readonly rate: number; readonly cpu: number};
	/** What the same cells would have said in sequence: one side of each comparison against that of the next. */
	readonly inSequence: {
		readonly ratios: number;
		readonly falseRatios: number;
		readonly reach: {readonly median: number; readonly p95: number};
	};
};

/** Counts what is false: nothing differs, so faster and slower are. */
export function countFalse(series: readonly Played[]): Falsehoods {
	const found = series.map(({comparison}) => verdictsOf(comparison).filter(isDifference).length);
	const reaches = series.flatMap(({comparison}) => ratiosOf(comparison).map(reachOf));
	return {
		comparisons: series.length,
		falseComparisons: found.filter(count => count > 0).length,
		ratios: reaches.length,
		falseRatios: found.reduce((sum, count) => sum + count, 0),
		reach: summariseReaches(reaches),
		drift: {
			rate: driftOf(series, rateOfA),
			cpu: driftOf(series, cpuOfA),
		},
		inSequence: countInSequence(series),
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

/** Counts what is found of processor time that was wasted in B, the share `slow` of its own. */
export function countFound(series: readonly Played[], slow: number): Findings {
	const costs = series.map(({comparison}) => comparison.points.flatMap(({cpu}) => cpu ?? []));
	const isFound = (cost: Compared) => cost.verdict === 'slower';
	const isHeld = ({low, high}: Compared) => low <= 1 + slow && high >= 1 + slow;
	const all = costs.flat();
	const count = (test: (cost: Compared) => boolean) =>
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

function isDifference(verdict: string): boolean {
	return verdict === 'faster' || verdict === 'slower';
}

function ratiosOf({points}: Comparison): Compared[] {
	return points.flatMap(({rate, cpu}) => [rate, cpu].flatMap(compared => compared ?? []));
}

/** To one side: what lies so far from 1 is told from it. */
function reachOf({low, high}: Interval): number {
	return Math.sqrt(high / low) - 1;
}

function summariseReaches(reaches: readonly number[]): Falsehoods['reach'] {
	return reaches.length === 0
		? {median: 0, p95: 0}
		: {median: median([...reaches]), p95: quantile([...reaches], 0.95)};
}

/** Welch's interval of A's figures, a value a duet, against those of the next comparison. */
function countInSequence(series: readonly Played[]): Falsehoods['inSequence'] {
	const found = series.slice(1).flatMap((played, index) => {
		const former = series[index] as Played;
		const level = played.comparison.level;
		return [rateOfA, cpuOfA].flatMap(figure =>
			countsOf(series.flatMap(({rows}) => rows)).flatMap(
				count =>
					independentRatio(valuesOf(former, count, figure), valuesOf(played, count, figure), {
						level,
					}) ?? [],
			),
		);
	});
	return {
		ratios: found.length,
		falseRatios: found.filter(({low, high, value}) =>
			isDifference(judgeSpeed({low, high, value}, series[0]?.comparison.effect ?? 0)),
		).length,
		reach: summariseReaches(found.map(reachOf)),
	};
}

type Figure = (row: DuetRow) => number | undefined;

const rateOfA: Figure = row => row.sides?.[0].figures.rate;
const cpuOfA: Figure = row => {
	const figures = row.sides?.[0].figures;
	return figures && cpuUsOf(figures);
};

function valuesOf({rows}: Played, count: number, figure: Figure): number[] {
	return rows
		.filter(row => row.count === count)
		.flatMap(row => figure(row) ?? [])
		.filter(value => value > 0);
}

/** Between comparisons, within each count. */
function driftOf(series: readonly Played[], figure: Figure): number {
	const spreads = countsOf(series.flatMap(({rows}) => rows)).flatMap(count => {
		const logs = series.flatMap(played => {
			const values = valuesOf(played, count, figure);
			return values.length > 0 ? [Math.log(median(values))] : [];
		});
		return logs.length > 1 ? [sampleStandardDeviation(logs)] : [];
	});
	return spreads.length > 0 ? mean(spreads) : 0;
}
