// What cells say of each point, as samples to be compared.
import {
	type Axes,
	type Cell,
	hasCosts,
	levelsOf,
	lineOf,
	linesOf,
	repeatsOf,
	valueOf,
	worthOf,
	xOf,
} from './cell.js';
import type {PointSamples, Sides} from './comparison.js';
import type {Level} from './factor.js';
import {byMeasure, type NamedMeasure} from './measure.js';
import {logsByBlock} from './statistics/baseline.js';
import type {Drift} from './statistics/drift.js';
import {medianOf, type Repeat} from './statistics/median.js';
import type {Samples} from './statistics/samples.js';

/** By how much one run as a whole may be off, by measure. */
export type Drifts = Readonly<Record<string, Drift>>;

/**
 * The samples of two sets of runs that were made one after the other, for each point of both. Where
 * both are several runs, a run is one value (its median): what changes from run to run is then in the
 * spread. A single run has a value a cell, and `drift` stands for what its cells cannot know; undefined:
 * nobody knows it. `isCounted`: what was measured are counts of instructions.
 */
export function samplesOfRuns(
	a: ReadonlyArray<readonly Cell[]>,
	b: ReadonlyArray<readonly Cell[]>,
	{
		measures,
		axes,
		drift,
		isCounted = false,
	}: {
		measures: readonly NamedMeasure[];
		axes: Axes;
		drift: Drifts | undefined;
		isCounted?: boolean;
	},
): PointSamples[] {
	const isSets = a.length > 1 && b.length > 1;
	const keyOf = ({point}: Cell) => JSON.stringify([lineOf(point, axes), xOf(point, axes)]);
	const others = new Set(b.flat().map(keyOf));
	const points = new Map(
		a
			.flat()
			.filter(cell => others.has(keyOf(cell)))
			.map(cell => [keyOf(cell), cell]),
	);
	const shared = [...points.values()];
	const [lines, levels] = [linesOf(shared, axes), levelsOf(shared, axes)];
	/** What counts as repeats of one side at a point. */
	const repeatsAt = (
		key: string,
		runs: ReadonlyArray<readonly Cell[]>,
		measure: NamedMeasure,
	): Repeat[] => {
		const each = runs.map(cells =>
			repeatsOf(
				cells.filter(cell => keyOf(cell) === key),
				measure,
			).filter(({value}) => value > 0),
		);
		return isSets
			? each.flatMap(run => {
					const found = medianOf(run);
					return found ? [{value: found.median, isAtLeast: found.isAtLeast}] : [];
				})
			: each.flat();
	};
	return [...points]
		.map(([key, {point}]) => ({
			name: lineOf(point, axes),
			x: xOf(point, axes),
			sides: byMeasure(measures, measure =>
				sidesOf(repeatsAt(key, a, measure), repeatsAt(key, b, measure)),
			),
			measures: byMeasure(measures, (measure): Samples | undefined => {
				const [left, right] = [a, b].map(runs => exactOf(repeatsAt(key, runs, measure)));
				if (left === undefined || right === undefined) {
					return undefined;
				}

				return isSets
					? {kind: isCounted ? 'counted' : 'independent', a: left, b: right}
					: {kind: 'sequence', a: left, b: right, drift: drift?.[measure.name]};
			}),
		}))
		.sort((one, other) =>
			one.name === other.name
				? levels.indexOf(one.x) - levels.indexOf(other.x)
				: lines.indexOf(one.name) - lines.indexOf(other.name),
		);
}

/** What both sides measured, for people. */
function sidesOf(a: readonly Repeat[], b: readonly Repeat[]): Sides {
	return {a: medianOf(a), b: medianOf(b)};
}

/** The values of a side; undefined where there is none, or a lower bound among them: of such there is no ratio. */
function exactOf(repeats: readonly Repeat[]): number[] | undefined {
	return repeats.length === 0 || repeats.some(({isAtLeast}) => isAtLeast)
		? undefined
		: repeats.map(({value}) => value);
}

/**
 * The samples of two lines of one run, which follow each other in each of its blocks: ratios are taken
 * block by block, so that what drifts from block to block is not in them.
 */
export function samplesOfBlocks(
	cells: readonly Cell[],
	[a, b]: readonly [string, string],
	{measures, axes}: {measures: readonly NamedMeasure[]; axes: Axes},
): PointSamples[] {
	const cellsAt = (line: string, x: Level) =>
		cells.filter(({point}) => xOf(point, axes) === x && lineOf(point, axes) === line);
	return levelsOf(cells, axes).map(x => ({
		name: `${b} / ${a}`,
		x,
		sides: byMeasure(measures, measure =>
			sidesOf(repeatsOf(cellsAt(a, x), measure), repeatsOf(cellsAt(b, x), measure)),
		),
		measures: byMeasure(measures, (measure): Samples | undefined => {
			const own = [a, b].flatMap(line =>
				cellsAt(line, x).filter(cell => worthOf(cell, measure) !== 'nothing'),
			);
			if (own.some(cell => worthOf(cell, measure) === 'at least')) {
				return undefined;
			}

			const blocks = [...new Set(own.map(({block}) => block))];
			const [left, right] = [a, b].map(line =>
				blocks.map(
					block =>
						own
							.filter(cell => cell.block === block && lineOf(cell.point, axes) === line)
							.flatMap(cell => valueOf(cell, measure))[0],
				),
			) as [Array<number | undefined>, Array<number | undefined>];
			return {kind: 'paired', differences: logsByBlock(left, right)};
		}),
	}));
}

/** What one step with two sides came to: its cells, A's first, and what its slices say. */
export type Pair = {
	readonly cells: readonly [Cell, Cell];
	/** Logarithms of B/A, by measure, where both were measured in turns. */
	readonly logs: Readonly<Record<string, number>>;
};

/**
 * The samples at each point, a value a pair: what one pair of processes says in all its slices is one
 * value, because processes differ (Kalibera and Jones, ISMM 2013). A measure of the pace is only there
 * where on both sides of every pair nothing else set it.
 */
export function samplesOfPairs(
	pairs: readonly Pair[],
	name: string,
	{measures, axes}: {measures: readonly NamedMeasure[]; axes: Axes},
): PointSamples[] {
	const cellsOf = ({cells}: Pair) => [...cells];
	return levelsOf(pairs.flatMap(cellsOf), axes).map(x => {
		const own = pairs.filter(({cells: [{point}]}) => xOf(point, axes) === x);
		const whole = own.filter(pair => cellsOf(pair).every(hasCosts));
		return {
			name,
			x,
			sides: byMeasure(measures, measure => {
				const [a = [], b = []] = [0, 1].map(side =>
					repeatsOf(
						whole.flatMap(pair => cellsOf(pair)[side] ?? []),
						measure,
					),
				);
				return sidesOf(a, b);
			}),
			measures: byMeasure(measures, (measure): Samples | undefined => {
				const isClean = whole.every(pair =>
					cellsOf(pair).every(cell => worthOf(cell, measure) === 'exact'),
				);
				const logs = whole.flatMap(pair => logOf(pair, measure));
				return isClean ? {kind: 'paired', differences: logs} : undefined;
			}),
		};
	});
}

/** Of B/A: of what was measured in turns, or of the values of both cells. */
function logOf({cells: [a, b], logs}: Pair, measure: NamedMeasure): number[] {
	const log = logs[measure.name];
	if (log !== undefined) {
		return [log];
	}

	const [left = 0] = valueOf(a, measure);
	const [right = 0] = valueOf(b, measure);
	return left > 0 && right > 0 ? [Math.log(right / left)] : [];
}
