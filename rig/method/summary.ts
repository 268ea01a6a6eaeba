// What the repeats of each point say together: the rows of summary.csv, of the table and the graph.
import {type Axes, type Cell, levelsOf, lineOf, linesOf, repeatsOf, xOf} from './cell.js';
import type {Level, Point} from './factor.js';
import {byMeasure, type NamedMeasure} from './measure.js';
import {type Median, medianOf} from './statistics/median.js';

/** One point: each measure's median is of the cells that say something of it. */
export type PointSummary = {
	readonly line: string;
	readonly x: Level;
	readonly point: Point;
	/** By the measure's name. */
	readonly measures: Readonly<Record<string, Median>>;
	/** The median of the first measure as a share of the line's own at the first level of x, where neither is a lower bound. */
	readonly ratio: number | undefined;
	readonly ok: number;
	readonly invalid: number;
	readonly failed: number;
	readonly notRun: number;
};

/** Sums up all cells of a run, by line and then by x. */
export function summarise(
	cells: readonly Cell[],
	measures: readonly NamedMeasure[],
	axes: Axes,
): PointSummary[] {
	const [lines, levels] = [linesOf(cells, axes), levelsOf(cells, axes)];
	const points = new Map<string, Cell[]>();
	for (const cell of cells) {
		const key = JSON.stringify([lineOf(cell.point, axes), xOf(cell.point, axes)]);
		points.set(key, [...(points.get(key) ?? []), cell]);
	}

	const summaries = [...points.values()].map(each => summarisePoint(each, measures, axes));
	return summaries
		.map(point => ({...point, ratio: ratioToFirst(point, summaries, measures[0], levels[0])}))
		.sort(
			(a, b) =>
				lines.indexOf(a.line) - lines.indexOf(b.line) || levels.indexOf(a.x) - levels.indexOf(b.x),
		);
}

function summarisePoint(
	cells: readonly Cell[],
	measures: readonly NamedMeasure[],
	axes: Axes,
): Omit<PointSummary, 'ratio'> {
	const [{point}] = cells as [Cell];
	const count = (status: Cell['status']) => cells.filter(cell => cell.status === status).length;
	return {
		line: lineOf(point, axes),
		x: xOf(point, axes),
		point,
		measures: byMeasure(measures, measure => medianOf(repeatsOf(cells, measure))),
		ok: count('ok'),
		invalid: count('invalid'),
		failed: count('failed'),
		notRun: count('not-run'),
	};
}

function ratioToFirst(
	{line, measures}: Omit<PointSummary, 'ratio'>,
	all: ReadonlyArray<Omit<PointSummary, 'ratio'>>,
	measure: NamedMeasure | undefined,
	x: Level | undefined,
): number | undefined {
	const name = measure?.name ?? '';
	const first = all.find(point => point.line === line && point.x === x)?.measures[name];
	const own = measures[name];
	return own && first && !own.isAtLeast && !first.isAtLeast && first.median > 0
		? own.median / first.median
		: undefined;
}
