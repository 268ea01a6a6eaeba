// What a series of comparisons of one thing with itself says, or with itself slowed.
import {mean, median, quantile, sampleStandardDeviation} from 'simple-statistics';
import type {Cell} from './cell.js';
import type {Compared, Comparison} from './comparison.js';
import {ratiosOf} from './comparison.js';
import type {Interval} from './law.js';
import {independentRatio} from './ratio.js';
import {judgeSpeed} from './verdict.js';

/** One comparison of a series, and the cells of its side A. */
export type Played = {readonly comparison: Comparison; readonly cells: readonly Cell[]};

/** How far intervals reach to one side: in half of the ratios at most so far, and in 95 %. */
type Reach = {readonly median: number; readonly p95: number};

/** What is false in a series in which nothing differs, and how fine its intervals are. */
export type Falsehoods = {
	readonly comparisons: number;
	readonly falseComparisons: number;
	readonly ratios: number;
	readonly falseRatios: number;
	readonly reach: Reach;
	/** By measure. */
	readonly drift: Readonly<Record<string, number>>;
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
	const reaches = series.flatMap(({comparison}) => ratiosOf(comparison).map(reachOf));
	return {
		comparisons: series.length,
		falseComparisons: found.filter(count => count > 0).length,
		ratios: reaches.length,
		falseRatios: found.reduce((sum, count) => sum + count, 0),
		reach: summariseReaches(reaches),
		drift: Object.fromEntries(measures.map(measure => [measure, driftOf(series, measure)])),
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

/** To one side: what lies so far from 1 is told from it. */
function reachOf({low, high}: Interval): number {
	return Math.sqrt(high / low) - 1;
}

function summariseReaches(reaches: readonly number[]): Reach {
	return reaches.length === 0
		? {median: 0, p95: 0}
		: {median: median([...reaches]), p95: quantile([...reaches], 0.95)};
}

/** Welch's interval of A's values against those of the next comparison. */
function countInSequence(
	series: readonly Played[],
	measures: readonly string[],
): Falsehoods['inSequence'] {
	const found = series.slice(1).flatMap((played, index) => {
		const former = series[index] as Played;
		const {level} = played.comparison;
		return measures.flatMap(measure =>
			pointsOf(series).flatMap(
				point =>
					independentRatio(valuesAt(former, point, measure), valuesAt(played, point, measure), {
						level,
					}) ?? [],
			),
		);
	});
	return {
		ratios: found.length,
		falseRatios: found.filter(ratio =>
			isDifference(judgeSpeed(ratio, series[0]?.comparison.effect ?? 0)),
		).length,
		reach: summariseReaches(found.map(reachOf)),
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
function driftOf(series: readonly Played[], measure: string): number {
	const spreads = pointsOf(series).flatMap(point => {
		const logs = series.flatMap(played => {
			const values = valuesAt(played, point, measure);
			return values.length > 0 ? [Math.log(median(values))] : [];
		});
		return logs.length > 1 ? [sampleStandardDeviation(logs)] : [];
	});
	return spreads.length > 0 ? mean(spreads) : 0;
}
