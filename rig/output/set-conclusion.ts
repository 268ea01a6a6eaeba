// What two runs, or sets of runs, that were made one after the other come to.
import {UsageError} from '../failure.js';
import {type Axes, type Cell, worthOf} from '../method/cell.js';
import {type Comparison, compareSides} from '../method/comparison.js';
import {lawsOfRuns} from '../method/law-samples.js';
import type {NamedMeasure} from '../method/measure.js';
import {type Drifts, samplesOfRuns} from '../method/samples.js';
import {summarise} from '../method/summary.js';
import {type AaRecord, describeLastAa} from '../record/aa.js';
import {findDifferences} from '../record/changes.js';
import {cellsOfRun} from '../record/row.js';
import {axesOf, lawBasisOf, shownBy} from '../run/axes.js';
import {refuseOther, type RunSet, settingsDifferences} from '../run/run-set.js';
import {concludeComparison} from './comparison-conclusion.js';
import {differenceData, lawDifferenceData} from './difference-tables.js';
import {comparisonWords} from './comparison-words.js';
import {explainSets} from './explanation.js';
import {describeNote, groupNotes} from './notes.js';
import {describeMachine} from './machine.js';
import {provenanceData} from './report/provenance.js';
import type {Conclusion} from './results.js';
import {betterOf} from './line-comparison.js';
import {shellWord} from './shell-word.js';
import type {Measured} from './study-curves.js';
import {sidesGraph} from './study-graph.js';
import {layOutTable} from './table.js';

/** How they are compared. */
export type SetComparison = {
	/** The smallest effect that matters, as in 0.03. */
	readonly effect: number;
	/** By how much one run as a whole may be off; undefined: nobody knows it. */
	readonly drift: Drifts | undefined;
	readonly lastAa: AaRecord | undefined;
	readonly scale?: 'linear' | 'log' | undefined;
	/** What A and B are, where that is more than their folders. */
	readonly how?: string | undefined;
	/** What went wrong on the way, for the end of what is printed. */
	readonly failures?: readonly string[] | undefined;
};

/**
 * Compares B with A.
 * @throws UsageError where they do not ask the same, or have no point in common.
 */
export function concludeSets(a: RunSet, b: RunSet, options: SetComparison): Conclusion {
	const {subject} = a;
	const [{run}] = a.runs;
	const [{run: other}] = b.runs;
	refuseOther(a.runs[0], b.runs[0], subject);
	const {settings} = run;
	const axes = axesOf(settings, subject);
	const measures = shownBy(settings, subject);
	const [cellsOfA, cellsOfB] = [cellsOfSet(a), cellsOfSet(b)];
	const samples = samplesOfRuns(cellsOfA, cellsOfB, {
		...{measures, axes, drift: options.drift},
		isCounted: run.guest?.count === 'instructions',
	});
	if (samples.length === 0) {
		throw new UsageError(
			`${a.folder} and ${b.folder} have no ${subject.contender} at a count in common: there is nothing to compare`,
		);
	}

	const isSets = a.runs.length > 1 && b.runs.length > 1;
	const comparison = compareSides(
		samples,
		lawsOfRuns(cellsOfA, cellsOfB, lawBasisOf(measures, subject), axes),
		options.effect,
		betterOf(measures),
	);
	const differences = [...findDifferences(run, other), ...settingsDifferences(run, other, subject)];
	const how =
		options.how ?? `A is ${a.folder}, B is ${b.folder}, in sequence: ${describeUnit(a, b, isSets)}`;
	const isDriftUnknown = !isSets && options.drift === undefined;
	const machine = describeMachine(
		run,
		subject,
		[...new Set([run.hosts.server.kernel, other.hosts.server.kernel])].join(' and '),
	);
	const measured = (cells: Cell[][]): Measured => ({
		points: summarise(cells.flat(), measures, axes),
		cells: cells.flat(),
		axes,
	});
	const scale = options.scale ?? settings.scale;
	const title = settings.question;
	const graph = sidesGraph([measured(cellsOfA), measured(cellsOfB)], {scale, machine}, measures, {
		title,
		sentence: how,
	});
	const aa = describeLastAa(options.lastAa);
	const missing = [
		...missingOf('A', cellsOfA, measures, axes),
		...missingOf('B', cellsOfB, measures, axes),
	];
	const {laws} = comparison;
	const explained = explainSets([a, b], measures, axes);
	const {table, text = ''} = explained?.sections[0] ?? {};
	return concludeComparison(comparison, {
		...{title, how, machine, measures, axes, scale},
		document: {
			kind: 'in sequence',
			a: runsOf(a),
			b: runsOf(b),
			...{comparison, differences, how, isDriftUnknown},
			...(options.failures && {failures: options.failures}),
			...(missing.length > 0 && {missing}),
			...(explained && {explanations: explained.explanations}),
		},
		graphs: [{name: 'graph', graph}],
		sections: [
			...(laws.length > 0
				? [{title: 'Scaling laws', table: lawDifferenceData(laws, comparisonWords(measures, axes))}]
				: []),
			...(explained?.sections ?? []),
			...(missing.length > 0
				? [{title: 'Cells that are not valid', text: missing.join('\n')}]
				: []),
			{
				title: 'What differs',
				...(differences.length > 0 ? {table: differenceData(differences)} : {text: ALIKE}),
			},
			...(options.how === undefined
				? [
						{
							title: 'To repeat it',
							text: ['deadweight compare', ...[a.folder, b.folder].map(shellWord)].join(' '),
						},
					]
				: []),
			{title: 'A/A', text: aa},
			{title: 'Provenance of A', table: provenanceData(run), folded: true},
			{title: 'Provenance of B', table: provenanceData(other), folded: true},
		],
		lines: [
			...(table ? ['', layOutTable(table)] : []),
			...(explained ? ['', text] : []),
			...(missing.length > 0 ? ['', ...missing] : []),
			...(isDriftUnknown ? ['', describeUnknownDrift(comparison)] : []),
			'',
			differences.length > 0 ? layOutTable(differenceData(differences)) : ALIKE,
			'',
			aa,
			'',
			...(options.failures ?? []),
		],
	});
}

const ALIKE = 'Their provenance is the same.';

/** Why a side has no value at a point, or one less: cells that were not run, failed, or are in doubt. */
function missingOf(
	side: string,
	runs: ReadonlyArray<readonly Cell[]>,
	measures: readonly NamedMeasure[],
	axes: Axes,
): string[] {
	const cells = runs
		.flat()
		.filter(cell => measures.some(measure => worthOf(cell, measure) === 'nothing'));
	return groupNotes(cells, axes).map(note => `${side}: ${describeNote(note, axes)}`);
}

function cellsOfSet({runs}: RunSet): Cell[][] {
	return runs.map(({rows}) => cellsOfRun(rows));
}

function runsOf({runs}: RunSet): object[] {
	return runs.map(({folder, run: {startedAt, settings}}) => ({folder, startedAt, settings}));
}

function describeUnit(a: RunSet, b: RunSet, isSets: boolean): string {
	return isSets
		? `${a.runs.length} and ${b.runs.length} runs, each one value.`
		: 'a value a cell; what drifts between the two runs is not in their cells.';
}

/** What one run a side cannot say, and what to do. */
export function describeUnknownDrift(comparison: Comparison): string {
	const what =
		comparison.tests === 0
			? 'There are no verdicts'
			: 'There is no verdict on what all points share, or on laws';
	return (
		`${what}: one run a side cannot know what drifts between runs. Compare several runs a side,\n` +
		'or say the drift (--drift 2%), or let deadweight aa find it; or play duets, in which it cancels.'
	);
}
