// What each curve of a run says as a whole: its scaling law and its knee.
import {median} from 'simple-statistics';
import {type Axes, type Cell, lineOf, valueOf, worthOf, xOf} from './cell.js';
import {findKnee, type Knee} from './knee.js';
import {fitLaw, type Interval, type Law, type Measurement} from './law.js';
import type {NamedMeasure} from './measure.js';

/** The law of one curve: what an operation costs = fixed + each * N. */
export type CurveSummary = {
	readonly name: string;
	/** What it is a law of, as in time, or CPU where something else set the pace. */
	readonly basis: string;
	/** Microseconds of an operation that do not depend on N. */
	readonly fixedUs: Interval;
	/** Nanoseconds of an operation for each of N. */
	readonly eachNs: Interval;
	/** The same for each wait, by the subject's own count of them. */
	readonly eachWaitNs: Interval | undefined;
	/** Where it has lost 10 % of its start. */
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
export const TIME = 'time';

/** The curves of a run, by line; one with fewer than three numbers on its x axis has no law and is left out. */
export function summariseCurves(
	cells: readonly Cell[],
	basis: LawBasis,
	axes: Axes,
): CurveSummary[] {
	const names = [...new Set(cells.map(({point}) => lineOf(point, axes)))].sort();
	return names.flatMap(name => {
		const own = cells.filter(({point}) => lineOf(point, axes) === name);
		const {measure} = basis;
		return lawOf(name, measure.basis ?? measure.name, costsOf(own, measure, basis, axes)) ?? [];
	});
}

/** The law of a published curve: of its rates alone. */
export function summarisePublished(
	name: string,
	points: ReadonlyArray<{readonly x: number; readonly y: number}>,
): CurveSummary | undefined {
	const law = fitLaw(points.map(({x, y}) => ({x, y: 1e6 / y})));
	return law && {name, basis: TIME, ...unitsOf(law), eachWaitNs: undefined, knee: findKnee(points)};
}

function lawOf(name: string, basis: string, costs: readonly Cost[]): CurveSummary | undefined {
	const law = fitLaw(costs.map(({x, us}) => ({x, y: us})));
	return (
		law && {
			...{name, basis, ...unitsOf(law)},
			eachWaitNs: perWait(costs),
			knee: findKnee(mediansOf(costs)),
		}
	);
}

/** What an operation of one cell takes, in microseconds, and how many waits, where that is known. */
type Cost = {readonly x: number; readonly waits: number | undefined; readonly us: number};

function costsOf(
	cells: readonly Cell[],
	measure: NamedMeasure,
	{waits = ''}: LawBasis,
	axes: Axes,
): Cost[] {
	const {costUs} = measure;
	return costUs === undefined
		? []
		: cells
				.filter(cell => worthOf(cell, measure) === 'exact')
				.flatMap(cell => {
					const x = xOf(cell.point, axes);
					const [value = 0] = valueOf(cell, measure);
					return typeof x === 'number' && value > 0
						? [{x, waits: cell.measures?.[waits], us: costUs(value)}]
						: [];
				});
}

function unitsOf({a, b}: Law): {fixedUs: Interval; eachNs: Interval} {
	return {fixedUs: a, eachNs: scaled(b, 1000)};
}

/** An operation takes a share of a wait: so many of those that are watched were looked at for it. */
function perWait(costs: readonly Cost[]): Interval | undefined {
	const law = fitLaw(
		costs.flatMap(({x, waits, us}): Measurement[] =>
			waits === undefined ? [] : [{x: x * waits, y: us}],
		),
	);
	return law && scaled(law.b, 1000);
}

function scaled({value, low, high}: Interval, factor: number): Interval {
	return {value: value * factor, low: low * factor, high: high * factor};
}

function mediansOf(costs: readonly Cost[]): Array<{x: number; y: number}> {
	return [...new Set(costs.map(({x}) => x))]
		.sort((a, b) => a - b)
		.map(x => ({x, y: 1e6 / median(costs.filter(cost => cost.x === x).map(({us}) => us))}));
}
