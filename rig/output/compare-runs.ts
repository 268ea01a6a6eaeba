// Compares two runs, or two sets of runs, that were made one after the other.
import {findDifferences, type Difference} from '../record/changes.js';
import {UsageError} from '../failure.js';
import {type Comparison, compareSides} from '../method/comparison.js';
import {compareLaws, type LawDifference} from './laws.js';
import {type RunSet, refuseOther, settingsDifferences} from '../record/run-set.js';
import {type Drift, samplesOfSets} from './samples.js';

/** What two runs, or sets of runs, say together. */
export type RunComparison = {
	readonly comparison: Comparison;
	readonly laws: readonly LawDifference[];
	/** What is not the same in their provenance, and in what they were told. */
	readonly differences: readonly Difference[];
	/** How they were compared, in a sentence. */
	readonly how: string;
	/** Whether a drift is needed for a verdict, and nobody knows it. */
	readonly isDriftUnknown: boolean;
};

/**
 * Compares B with A.
 * @throws UsageError where they do not ask the same, or have no point in common.
 */
export function compareRunSets(
	a: RunSet,
	b: RunSet,
	{effect, drift}: {effect: number; drift: Drift | undefined},
): RunComparison {
	refuseOther(a.runs[0], b.runs[0]);
	const samples = samplesOfSets(a, b, drift);
	if (samples.length === 0) {
		throw new UsageError(
			`${a.folder} and ${b.folder} have no mechanism at a count in common: there is nothing to compare`,
		);
	}

	const isSets = a.runs.length > 1 && b.runs.length > 1;
	const [runA, runB] = [a.runs[0].run, b.runs[0].run];
	return {
		comparison: compareSides(samples, effect),
		laws: compareLaws(a, b),
		differences: [...findDifferences(runA, runB), ...settingsDifferences(runA, runB)],
		how: `A is ${a.folder}, B is ${b.folder}, in sequence: ${describeUnit(a, b, isSets)}`,
		isDriftUnknown: !isSets && drift === undefined,
	};
}

function describeUnit(a: RunSet, b: RunSet, isSets: boolean): string {
	return isSets
		? `${a.runs.length} and ${b.runs.length} runs, each one value.`
		: 'a value a cell; what drifts between the two runs is not in their cells.';
}
