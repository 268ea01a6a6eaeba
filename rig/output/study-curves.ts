// Points and cells as the curves of a chart, and why some of them are no medians.
import type {CaptionParts} from '../../plots/caption.js';
import type {Point, Series, State} from '../../plots/chart.js';
import {type Axes, type Cell, lineOf, valueOf, worthOf, xOf} from '../method/cell.js';
import type {Level} from '../method/factor.js';
import type {NamedMeasure} from '../method/measure.js';
import type {PointSummary} from '../method/summary.js';
import {nameOfReach} from './reach.js';

/** What was measured: cells, and the points that sum them up. */
export type Measured = {
	readonly points: readonly PointSummary[];
	readonly cells: readonly Cell[];
	readonly axes: Axes;
};

/** The curve of a measure for each line. */
export function curvesOf(
	measure: NamedMeasure,
	line: Series['line'],
	measured: Measured,
	placeOf: (level: Level) => number,
): Series[] {
	const {points, cells, axes} = measured;
	const names = new Set([
		...points.map(point => point.line),
		...cells.map(({point}) => lineOf(point, axes)),
	]);
	const hollow = cells.filter(cell => stateOf(cell, measure, measured) === 'invalid');
	return [...names].map(name => ({
		name,
		line,
		points: [
			...points
				.filter(point => point.line === name)
				.flatMap(point => summaryPoints(point, measure, measured, placeOf(point.x))),
			...hollow
				.filter(({point}) => lineOf(point, axes) === name)
				.flatMap(cell =>
					valueOf(cell, measure).map(y => ({
						...{x: placeOf(xOf(cell.point, axes)), y},
						...{state: 'invalid' as const, note: reasonOf(cell)},
					})),
				),
		],
	}));
}

/** Why cells are no part of a median on a chart of these measures: a reason for each of them. */
export function missingFrom(
	measured: Measured,
	measures: readonly NamedMeasure[],
): Required<Pick<CaptionParts, 'invalid' | 'atLeast' | 'notRun'>> {
	const cells = measured.cells.map(cell => ({
		reason: reasonOf(cell),
		states: measures.flatMap(measure => stateOf(cell, measure, measured) ?? []),
	}));
	const reasons = (isWanted: (states: readonly State[]) => boolean): string[] =>
		cells.filter(({states}) => isWanted(states)).map(({reason}) => reason);
	return {
		invalid: reasons(states => states.includes('invalid')),
		atLeast: reasons(states => states.includes('at-least') && !states.includes('invalid')),
		notRun: reasons(states => states.length === 0),
	};
}

/** Its median, or its lower bound, if it has either; one value has no bar. */
function summaryPoints(
	{line, x, measures}: PointSummary,
	measure: NamedMeasure,
	{cells, axes}: Measured,
	place: number,
): Point[] {
	const {[measure.name]: found} = measures;
	if (found === undefined) {
		return [];
	}

	const {median: y, isAtLeast, n, reach} = found;
	const bounds = cells.filter(
		cell =>
			worthOf(cell, measure) === 'at least' &&
			lineOf(cell.point, axes) === line &&
			xOf(cell.point, axes) === x,
	);
	const why = isAtLeast ? [...new Set(bounds.map(reasonOf))] : [];
	return [
		{
			...{x: place, y},
			...(reach && {low: reach.low, high: reach.high}),
			state: isAtLeast ? 'at-least' : 'ok',
			note: [...why, ...(n > 1 ? [`median of ${n}`] : []), nameOfReach(found)].join(', '),
		},
	];
}

/** As what a cell is drawn; undefined where it has no value. */
function stateOf(cell: Cell, measure: NamedMeasure, {points, axes}: Measured): State | undefined {
	if (valueOf(cell, measure).length === 0) {
		return undefined;
	}

	const worth = worthOf(cell, measure);
	if (worth !== 'at least') {
		return worth === 'exact' ? 'ok' : 'invalid';
	}

	const [line, x] = [lineOf(cell.point, axes), xOf(cell.point, axes)];
	const summary = points.find(point => point.line === line && point.x === x);
	// A lower bound below a median that is none is a value as any other.
	return summary?.measures[measure.name]?.isAtLeast === true ? 'at-least' : 'ok';
}

/** A fault has no name but what happened; limits and gates are known by theirs. */
function reasonOf({status, reasons}: Pick<Cell, 'status' | 'reasons'>): string {
	return reasons.map(({name, message}) => (status === 'failed' ? message : name)).join(', ');
}
