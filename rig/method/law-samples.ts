// The scaling laws of both sides of a comparison, as samples: a law is fitted to what was measured together.
import {mean} from 'simple-statistics';
import {type Axes, type Cell, lineOf, linesOf} from './cell.js';
import type {LawSamples} from './comparison.js';
import {costsByRepeat, type LawBasis} from './curves.js';
import {fitLine, type Point} from './statistics/line.js';

/** Of cost, in microseconds, to nanoseconds. */
const NS = 1000;

/**
 * Of two sets of runs that were made one after the other: a law a run. With one run a side each has
 * one value, which makes numbers and no verdict: what drifts is in all of its points.
 */
export function lawsOfRuns(
	a: ReadonlyArray<readonly Cell[]>,
	b: ReadonlyArray<readonly Cell[]>,
	basis: LawBasis,
	axes: Axes,
): LawSamples[] {
	const lines = linesOf(a.flat(), axes);
	return lines.flatMap(name => {
		const [left, right] = [a, b].map(runs =>
			runs.flatMap(cells => {
				const costs = [...costsByRepeat(cells, name, basis, axes).values()].flat();
				const line = fitLine(costs);
				return line ? [line.each * NS] : [];
			}),
		) as [number[], number[]];
		return left.length > 0 && right.length > 0
			? [{name, a: mean(left), b: mean(right), samples: {kind: 'independent', a: left, b: right}}]
			: [];
	});
}

/** Of two lines of one run, whose cells follow each other in each of its blocks: a law a repeat. */
export function lawOfBlocks(
	cells: readonly Cell[],
	[a, b]: readonly [string, string],
	basis: LawBasis,
	axes: Axes,
): LawSamples[] {
	return pairedLaw(
		`${b} / ${a}`,
		costsByRepeat(cells, a, basis, axes),
		costsByRepeat(cells, b, basis, axes),
	);
}

/** Of the two sides of a duet: a law a repeat, which is one pair of processes at each count. */
export function lawOfPairs(
	pairs: ReadonlyArray<readonly [Cell, Cell]>,
	name: string,
	basis: LawBasis,
	axes: Axes,
): LawSamples[] {
	const costsOf = (side: 0 | 1): Costs => {
		const cells = pairs.map(pair => pair[side]);
		const [line = ''] = cells.map(({point}) => lineOf(point, axes));
		return costsByRepeat(cells, line, basis, axes);
	};
	return pairedLaw(name, costsOf(0), costsOf(1));
}

type Costs = ReadonlyMap<number, readonly Point[]>;

function pairedLaw(name: string, a: Costs, b: Costs): LawSamples[] {
	const both = [...a].flatMap(([repeat, costs]) => {
		const [left, right] = [fitLine(costs), fitLine(b.get(repeat) ?? [])];
		return left && right ? [{left: left.each * NS, right: right.each * NS}] : [];
	});
	return both.length === 0
		? []
		: [
				{
					name,
					a: mean(both.map(({left}) => left)),
					b: mean(both.map(({right}) => right)),
					samples: {kind: 'paired', differences: both.map(({left, right}) => right - left)},
				},
			];
}
