// The verdicts of a run that has two mechanisms: they follow each other in its blocks.
import type {Settings} from '../plan/settings.js';
import type {Row} from '../results/row.js';
import {type Comparison, compareSides} from './comparison.js';
import {samplesOfBlocks} from './samples.js';

/** The smallest effect that matters in a run, of which nobody says another. */
export const RUN_EFFECT = 0.03;

/** Undefined of other runs, and where nothing can be compared. */
export function compareMechanisms(
	{mechanisms}: Pick<Settings, 'mechanisms'>,
	rows: readonly Row[],
): {how: string; comparison: Comparison} | undefined {
	const [a, b, ...others] = mechanisms;
	if (a === undefined || b === undefined || others.length > 0) {
		return undefined;
	}

	const comparison = compareSides(samplesOfBlocks(rows, a, b), RUN_EFFECT);
	const how = `A is ${a}, B is ${b}, interleaved in one run: ratios block by block.`;
	return comparison.tests === 0 ? undefined : {how, comparison};
}
