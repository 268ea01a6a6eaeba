// What each curve of a run says as a whole: its scaling law and its knee.
import {median} from 'simple-statistics';
import {countsOf, cpuUsOf, type Figures, hasGoodCost, type Row} from '../record/row.js';
import {findKnee, type Knee} from './knee.js';
import {fitLaw, type Interval, type Law, type Measurement} from './law.js';

/** The law of one curve: time per operation = fixed + each * N. */
export type CurveSummary = {
	readonly name: string;
	/** Of time, or where the rates are not the subject's, of its processor time. */
	readonly basis: 'time' | 'CPU';
	/** Microseconds of an operation that do not depend on N. */
	readonly fixedUs: Interval;
	/** Nanoseconds of an operation for each dead connection, or pipe. */
	readonly eachNs: Interval;
	/** The same for each wait, by the subject's own count of its waits. */
	readonly eachWaitNs: Interval | undefined;
	/** Where it has lost 10 % of its start. */
	readonly knee: Knee | undefined;
};

/** The curves of a run, by mechanism; one with fewer than three counts has no law and is left out. */
export function summariseCurves(rows: readonly Row[]): CurveSummary[] {
	const names = [...new Set(rows.map(({mechanism}) => mechanism))].sort();
	return names.flatMap(name => {
		const curve = summariseCurve(
			name,
			rows.filter(({mechanism}) => mechanism === name),
		);
		return curve ? [curve] : [];
	});
}

/** The law of a published curve: of its rates alone. */
export function summarisePublished(
	name: string,
	points: ReadonlyArray<{readonly x: number; readonly y: number}>,
): CurveSummary | undefined {
	const law = fitLaw(points.map(({x, y}) => ({x, y: 1e6 / y})));
	return (
		law && {name, basis: 'time', ...unitsOf(law), eachWaitNs: undefined, knee: findKnee(points)}
	);
}

/** By time where enough cells have a rate of the subject's own, by its processor time elsewhere. */
function summariseCurve(name: string, rows: readonly Row[]): CurveSummary | undefined {
	const valid = rows.filter(({status}) => status === 'ok');
	const costed = rows.filter(hasGoodCost);
	return (
		lawOf(
			name,
			'time',
			costsOf(valid, ({rate}) => 1e6 / rate),
		) ?? lawOf(name, 'CPU', costsOf(costed, cpuUsOf))
	);
}

function lawOf(
	name: string,
	basis: CurveSummary['basis'],
	costs: readonly Cost[],
): CurveSummary | undefined {
	const law = fitLaw(costs.map(({count, us}) => ({x: count, y: us})));
	return (
		law && {
			...{name, basis, ...unitsOf(law)},
			eachWaitNs: perWait(costs),
			knee: findKnee(mediansOf(costs)),
		}
	);
}

/** What an operation of one cell takes, in microseconds, and how many waits, where that is known. */
type Cost = {readonly count: number; readonly waits: number | undefined; readonly us: number};

function costsOf(rows: readonly Row[], usOf: (figures: Figures) => number): Cost[] {
	return rows.flatMap(({figures, count}) =>
		figures ? [{count, waits: figures.waits, us: usOf(figures)}] : [],
	);
}

function unitsOf({a, b}: Law): {fixedUs: Interval; eachNs: Interval} {
	return {fixedUs: a, eachNs: scaled(b, 1000)};
}

/** An operation takes a share of a wait: so many of those that are watched were looked at for it. */
function perWait(costs: readonly Cost[]): Interval | undefined {
	const law = fitLaw(
		costs.flatMap(({count, waits, us}): Measurement[] =>
			waits === undefined ? [] : [{x: count * waits, y: us}],
		),
	);
	return law && scaled(law.b, 1000);
}

function scaled({value, low, high}: Interval, factor: number): Interval {
	return {value: value * factor, low: low * factor, high: high * factor};
}

function mediansOf(costs: readonly Cost[]): Array<{x: number; y: number}> {
	return countsOf(costs).map(x => {
		const times = costs.filter(({count}) => count === x).map(({us}) => us);
		return {x, y: 1e6 / median(times)};
	});
}
