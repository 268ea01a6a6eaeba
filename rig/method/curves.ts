// What each curve of a run says as a whole: its scaling law and its knee.
import {median} from 'simple-statistics';
import {type Axes, type Cell, lineOf, linesOf, valueOf, worthOf, xOf} from './cell.js';
import type {NamedMeasure} from './measure.js';
import type {Interval} from './statistics/interval.js';
import {bracketKnee, type Knee} from './statistics/knee.js';
import {type Found, type Law, lawOf, type LocalSlope} from './statistics/law.js';
import type {Point} from './statistics/line.js';

/** The law of one curve: what an operation costs = fixed + each * N. */
export type CurveSummary = {
	readonly name: string;
	/** What it is a law of, as in time or CPU. */
	readonly basis: string;
	/** So many whole repeats have a law of their own: the intervals are of these. */
	readonly n: number;
	/** Whether a straight line describes the curve, as far as repeats can tell: else go by the slopes. */
	readonly holds: boolean;
	/** The probability of missing the line so far where the curve is straight; undefined: too few repeats. */
	readonly p: number | undefined;
	/** Of each count, the mean as a share above the line. */
	readonly misses: Law['misfit']['misses'];
	/** Microseconds of an operation that do not depend on N. */
	readonly fixedUs: Found;
	/** Nanoseconds of an operation for each of N. */
	readonly eachNs: Found;
	/** The same for each wait, by the subject's own count of them. */
	readonly eachWaitNs: Found | undefined;
	/** Nanoseconds for each of N between neighbouring counts. */
	readonly slopesNs: readonly LocalSlope[];
	/** Between which measured counts it has lost 10 % of its start. */
	readonly knee: Knee | undefined;
};

/** What laws are fitted to. */
export type LawBasis = {
	/** A measure that has a cost. */
	readonly measure: NamedMeasure;
	/** The measure that counts waits for one operation. */
	readonly waits?: string | undefined;
};

/** The basis of a published curve, whose rates are all that is known. */
const TIME = 'time';

/** The curves of a run, by line; one with fewer than three numbers on its x axis has no law and is left out. */
export function summariseCurves(
	cells: readonly Cell[],
	basis: LawBasis,
	axes: Axes,
): CurveSummary[] {
	const names = linesOf(cells, axes);
	return names.flatMap(name => {
		const repeats = [...costsByRepeat(cells, name, basis, axes).values()];
		const law = lawOf(repeats);
		const {measure} = basis;
		return law
			? [
					{
						...curveOf(name, measure.basis ?? measure.name, law),
						eachWaitNs: perWait(repeats),
						knee: bracketKnee(mediansOf(repeats.flat())),
					},
				]
			: [];
	});
}

/** The law of a published curve: of its rates alone. */
export function summarisePublished(
	name: string,
	points: readonly Point[],
): CurveSummary | undefined {
	const law = lawOf([points.map(({x, y}) => ({x, y: 1e6 / y}))]);
	return law && {...curveOf(name, TIME, law), eachWaitNs: undefined, knee: bracketKnee(points)};
}

/** What an operation of one cell takes, in microseconds, and how many waits, where that is known. */
type Cost = Point & {readonly waits: number | undefined};

/** What operations of a line cost, by repeat: a law is fitted to each. */
export function costsByRepeat(
	cells: readonly Cell[],
	line: string,
	{measure, waits = ''}: LawBasis,
	axes: Axes,
): Map<number, Cost[]> {
	const {costUs} = measure;
	const repeats = new Map<number, Cost[]>();
	for (const cell of cells) {
		const x = xOf(cell.point, axes);
		const [value = 0] = valueOf(cell, measure);
		if (
			costUs &&
			value > 0 &&
			typeof x === 'number' &&
			lineOf(cell.point, axes) === line &&
			worthOf(cell, measure) === 'exact'
		) {
			const cost = {x, y: costUs(value), waits: cell.measures?.[waits]};
			repeats.set(cell.repeat, [...(repeats.get(cell.repeat) ?? []), cost]);
		}
	}

	return repeats;
}

function curveOf(
	name: string,
	basis: string,
	{fixed, each, n, misfit: {misses, p}, holds, slopes}: Law,
): Omit<CurveSummary, 'eachWaitNs' | 'knee'> {
	return {
		...{name, basis, n, holds, p, misses},
		...{fixedUs: fixed, eachNs: nanoseconds(each)},
		slopesNs: slopes.map(({from, to, ...slope}) => ({from, to, ...nanoseconds(slope)})),
	};
}

/** An operation takes a share of a wait: so many of those that are watched were looked at for it. */
function perWait(repeats: ReadonlyArray<readonly Cost[]>): Found | undefined {
	const law = lawOf(
		repeats.map(costs =>
			costs.flatMap(({x, y, waits}) => (waits === undefined ? [] : [{x: x * waits, y}])),
		),
	);
	return law && nanoseconds(law.each);
}

function nanoseconds({value, interval}: Found): Found {
	const scaled = ({value: middle, low, high}: Interval) => ({
		...{value: middle * 1000, low: low * 1000, high: high * 1000},
	});
	return {value: value * 1000, interval: interval && scaled(interval)};
}

/** Rates, from costs. */
function mediansOf(costs: readonly Point[]): Point[] {
	return [...new Set(costs.map(({x}) => x))].map(x => ({
		x,
		y: 1e6 / median(costs.filter(cost => cost.x === x).map(({y}) => y)),
	}));
}
