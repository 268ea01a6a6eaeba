// The verdicts of a run that has two sides, mechanisms or builds: they follow each other in its blocks.
import {buildsOf, withBuild} from '../run/build-name.js';
import {isGrowing, type Settings} from '../run/settings.js';
import type {Row} from '../record/row.js';
import {type Comparison, compareSides} from '../method/comparison.js';
import {samplesOfBlocks} from './samples.js';

/** The smallest effect that matters in a run, of which nobody says another. */
export const RUN_EFFECT = 0.03;

/** Undefined of other runs, and where nothing can be compared. */
export function compareMechanisms(
	settings: Settings,
	rows: readonly Row[],
): {how: string; comparison: Comparison} | undefined {
	// Where a population grows, they do not follow each other.
	const pairs = isGrowing(settings) ? undefined : pairsOf(settings.mechanisms);
	if (pairs === undefined) {
		return undefined;
	}

	const samples = pairs.sides.flatMap(([a, b]) => samplesOfBlocks(rows, a, b));
	const comparison = compareSides(samples, RUN_EFFECT);
	const how = `${pairs.words}, interleaved in one run: ratios block by block.`;
	return comparison.tests === 0 ? undefined : {how, comparison};
}

/** Two mechanisms; or each mechanism of this build and of another. */
function pairsOf(mechanisms: readonly string[]) {
	const [build, ...others] = buildsOf(mechanisms);
	if (build !== undefined && others.length === 0) {
		const sides = mechanisms.flatMap(name => {
			const other = withBuild(name, build);
			return mechanisms.includes(other) ? [[name, other] as const] : [];
		});
		return {sides, words: `A is this build, B is ${build}`};
	}

	const [a, b] = mechanisms;
	return a !== undefined && b !== undefined && mechanisms.length === 2
		? {sides: [[a, b] as const], words: `A is ${a}, B is ${b}`}
		: undefined;
}
