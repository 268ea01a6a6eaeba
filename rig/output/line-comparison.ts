// Verdicts on the lines of one run, which follow each other in each of its blocks: all against a baseline.
import {type Axes, type Cell, lineOf} from '../method/cell.js';
import {type Comparison, compareSides} from '../method/comparison.js';
import {buildsOf, type Level, parseChoice} from '../method/factor.js';
import {lawOfBlocks} from '../method/law-samples.js';
import type {NamedMeasure} from '../method/measure.js';
import {combine} from '../method/plan.js';
import {samplesOfBlocks} from '../method/samples.js';
import type {Settings} from '../record/settings.js';
import {lawBasisOf} from '../run/axes.js';
import type {Subject} from '../subjects/subject.js';

/** The smallest effect that matters in a run, of which nobody says another. */
export const RUN_EFFECT = 0.03;

/** What was compared, and what came of it. */
export type LineComparison = {
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
	cells: readonly Cell[],
	measures: readonly NamedMeasure[],
	axes: Axes,
	subject: Subject,
): LineComparison | undefined {
	const {contender} = subject;
	// Where what stands grows, they do not follow each other.
	if (design.kind !== 'sweep' || !axes.lines.includes(contender)) {
		return undefined;
	}

	const found = pairsOf(vary[contender] ?? [], design.baseline);
	const {[contender]: _, ...others} = vary;
	const rest = combine(
		Object.fromEntries(Object.entries(others).filter(([name]) => name !== axes.x)),
	);
	const pairs = rest.flatMap(point =>
		found.pairs.map(
			pair => pair.map(level => lineOf({...point, [contender]: level}, axes)) as [string, string],
		),
	);
	const comparison = compareSides(
		pairs.flatMap(pair => samplesOfBlocks(cells, pair, {measures, axes})),
		pairs.flatMap(pair => lawOfBlocks(cells, pair, lawBasisOf(measures, subject), axes)),
		RUN_EFFECT,
		betterOf(measures),
	);
	const how = `${found.words}, interleaved in one run: ratios block by block.`;
	return comparison.tests === 0 ? undefined : {how, pairs, comparison};
}

/** Which direction of a measure is the better one. */
export function betterOf(measures: readonly NamedMeasure[]) {
	return (name: string) => measures.find(measure => measure.name === name)?.better ?? 'more';
}

/** The baseline with each other; or each of this build with that of another. */
function pairsOf(levels: readonly Level[], baseline: Level | undefined) {
	const [build, ...otherBuilds] = buildsOf(levels);
	if (build !== undefined && otherBuilds.length === 0 && baseline === undefined) {
		const pairs = levels.flatMap(level => {
			const {name, settings} = parseChoice(String(level));
			const other = levels.find(each => {
				const choice = parseChoice(String(each));
				return (
					choice.build === build &&
					choice.name === name &&
					JSON.stringify(choice.settings) === JSON.stringify(settings)
				);
			});
			return other === undefined || other === level ? [] : [[level, other] as const];
		});
		return {pairs, words: `A is this build, B is ${build}`};
	}

	const a = baseline ?? levels[0] ?? '';
	const others = levels.filter(level => level !== a);
	return {
		pairs: others.map(level => [a, level] as const),
		words: `A is ${a}, B is ${others.length === 1 ? String(others[0]) : 'each of the others'}`,
	};
}
