// Verdicts on the lines of one run, which follow each other in each of its blocks: all against a baseline.
import {type Axes, type Cell, lineOf} from '../method/cell.js';
import {
	type Comparison,
	compareSides,
	type LawSamples,
	type PointSamples,
} from '../method/comparison.js';
import {pairContenders} from '../method/contenders.js';
import {lawOfBlocks, lawOfPairs} from '../method/law-samples.js';
import type {LawBasis} from '../method/curves.js';
import type {NamedMeasure} from '../method/measure.js';
import {combine} from '../method/plan.js';
import {type Pair, samplesOfBlocks, samplesOfPairs} from '../method/samples.js';
import {pairsOf, type Row} from '../record/row.js';
import type {Settings} from '../record/settings.js';
import {lawBasisOf} from '../run/axes.js';
import type {Subject} from '../subjects/subject.js';

/** The smallest effect that matters in a run, of which nobody says another. */
export const RUN_EFFECT = 0.03;

/** What was compared, and what came of it. */
export type LineComparison = {
	readonly kind: 'interleaved' | 'in turns';
	readonly how: string;
	/** Names of lines, A's first. */
	readonly pairs: ReadonlyArray<readonly [string, string]>;
	readonly comparison: Comparison;
};

/**
 * Each contender against the baseline, or each of this build against that of another; undefined where
 * they do not follow each other, or where there is but one repeat.
 */
export function compareLines(
	{design, vary}: Settings,
	{rows, cells}: {readonly rows: readonly Row[]; readonly cells: readonly Cell[]},
	measures: readonly NamedMeasure[],
	axes: Axes,
	subject: Subject,
): LineComparison | undefined {
	const {contender} = subject;
	// Where what stands grows, they do not follow each other.
	if (design.kind !== 'sweep' || !axes.lines.includes(contender)) {
		return undefined;
	}

	const found = pairContenders(vary[contender] ?? [], design.baseline);
	const {[contender]: _, ...others} = vary;
	const rest = combine(
		Object.fromEntries(Object.entries(others).filter(([name]) => name !== axes.x)),
	);
	const pairs = rest.flatMap(point =>
		found.pairs.map(
			pair => pair.map(level => lineOf({...point, [contender]: level}, axes)) as [string, string],
		),
	);
	const basis = lawBasisOf(measures, subject);
	const samples = design.inTurns
		? samplesInTurns(pairsOf(rows), measures, axes, basis)
		: samplesInBlocks(cells, measures, axes, basis);
	const all = pairs.map(samples);
	const comparison = compareSides(
		all.flatMap(({points}) => points),
		all.flatMap(({laws}) => laws),
		RUN_EFFECT,
		betterOf(measures),
	);
	const how = design.inTurns
		? `${found.words}, both at once, loaded in turns: ${describeTurns(subject, design.inTurns.slice)}, a pair of processes in each block.`
		: `${found.words}, interleaved in one run: ratios block by block.`;
	const kind = design.inTurns ? 'in turns' : 'interleaved';
	return comparison.tests === 0 ? undefined : {kind, how, pairs, comparison};
}

/** Which direction of a measure is the better one. */
export function betterOf(measures: readonly NamedMeasure[]) {
	return (name: string) => measures.find(measure => measure.name === name)?.better ?? 'more';
}

/** How two sides that stand at once are loaded; `slice` in milliseconds. */
export function describeTurns(subject: Subject, slice: number): string {
	return `${subject.loadInTurns === undefined ? 'loads' : `slices of ${slice} ms`}, A B B A or B A A B`;
}

/** What is known of two lines. */
type SamplesOf = (pair: readonly [string, string]) => {points: PointSamples[]; laws: LawSamples[]};

/** Their cells follow each other in each block. */
function samplesInBlocks(
	cells: readonly Cell[],
	measures: readonly NamedMeasure[],
	axes: Axes,
	basis: LawBasis,
): SamplesOf {
	return pair => ({
		points: samplesOfBlocks(cells, pair, {measures, axes}),
		laws: lawOfBlocks(cells, pair, basis, axes),
	});
}

/** They stood at once, and were loaded in turns. */
function samplesInTurns(
	steps: readonly Pair[],
	measures: readonly NamedMeasure[],
	axes: Axes,
	basis: LawBasis,
): SamplesOf {
	return pair => {
		const own = steps.filter(({cells}) =>
			cells.every(({point}, index) => lineOf(point, axes) === pair[index]),
		);
		const name = `${pair[1]} / ${pair[0]}`;
		const cells = own.map(step => step.cells);
		return {
			points: samplesOfPairs(own, name, {measures, axes}),
			laws: cells.length > 0 ? lawOfPairs(cells, name, basis, axes) : [],
		};
	};
}
