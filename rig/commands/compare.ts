// deadweight compare: two runs, or two sets of runs, of one study.
import {tell} from '../output/tell.js';
import {toJson} from '../record/json.js';
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {type AaRecord, describeLastAa, findLastAa, percent} from '../record/aa.js';
import {compareRunSets, type RunComparison} from '../output/compare-runs.js';
import {deriveComparison} from '../output/derive-comparison.js';
import {readRunSet, rowsOf, type RunSet} from '../record/run-set.js';
import {comparisonTable} from '../output/comparison-table.js';
import {differenceData, lawDifferenceData} from '../output/difference-tables.js';
import {layOutTable} from '../output/table.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {provenanceData} from '../output/report/provenance.js';
import {describeBothSides, describeMachine} from '../output/graph.js';
import type {Run} from '../record/run-file.js';
import {subjectOf} from '../subjects/subject.js';
import {wordsOf} from '../subjects/labels.js';
import {effectOption, exitCodeOf, failOnOption} from './verdict-options.js';
import {optional, readShare} from './study-options.js';

export const command = 'compare <a> <b>';
export const describe =
	'compare two runs of one study, or two sets of runs: a verdict on each point';

export function builder(yargs: Argv) {
	return yargs
		.positional('a', {
			type: 'string',
			demandOption: true,
			describe: 'a results folder, or a folder that holds several',
		})
		.positional('b', {type: 'string', demandOption: true, describe: 'the same, held against A'})
		.options({
			...effectOption,
			drift: {
				type: 'string',
				describe:
					"by how much one run as a whole may be off (standard deviation) [what this machine's last A/A saw]",
			},
			...failOnOption,
			log: {type: 'boolean', describe: 'logarithmic x axis in the graph'},
			out: {type: 'string', describe: 'folder for the results [results/comparison-<time>]'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.example('$0 compare results/quick-old results/quick-new', '')
		.example(
			'$0 compare runs/linux-6.1 runs/linux-6.12 --fail-on slower',
			'folders of several runs',
		)
		.epilogue(
			'One run a side knows nothing of what drifts between runs: --drift, or an A/A series made on this ' +
				'machine, says it; where neither does, one cannot tell. Several runs a side need neither. What can run ' +
				'on one machine at once is better compared with deadweight duet. ' +
				'Exit status: 0 compared, 1 nothing to be said, 2 bad usage, 3 a verdict that --fail-on names.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const effect = readShare('--effect', argv.effect);
	const given = optional(argv.drift, text => readShare('--drift', text));
	const folder = chooseFolder(argv.out, 'comparison');

	const [a, b] = [readRunSet(argv.a, tell), readRunSet(argv.b, tell)];
	const lastAa = findLastAa(a.runs[0].run.hosts.server);
	const drift = given === undefined ? lastAa?.drift : {rate: given, cpu: given};
	const compared = compareRunSets(a, b, {effect, drift});
	makeFolder(folder);
	const files = await derive(folder, [a, b], compared, {lastAa, isLog: argv.log === true});
	process.stdout.write(
		argv.json
			? toJson(documentOf([a, b], compared))
			: describeCompared(
					a,
					compared,
					lastAa,
					files.map(file => join(folder, file)),
				),
	);
	process.exitCode = exitCodeOf(compared.comparison, argv.failOn);
}

/** Writes the files of a comparison of run sets; returns their names. */
export async function derive(
	folder: string,
	[a, b]: readonly [RunSet, RunSet],
	compared: RunComparison,
	{lastAa, isLog}: {lastAa: AaRecord | undefined; isLog: boolean},
): Promise<string[]> {
	const {run} = a.runs[0];
	const {load} = await subjectOf(run.settings);
	const words = wordsOf(run.settings.subject);
	const scale = isLog ? 'log' : run.settings.scale;
	const machine = describeMachines(run, b.runs[0].run, load);
	const {how} = compared;
	return deriveComparison(
		folder,
		compared.comparison,
		{
			question: run.settings.question,
			...{how, machine, words, scale},
			curves: describeBothSides({A: rowsOf(a), B: rowsOf(b)}, run, {how, machine, scale}),
			sections: [
				...(compared.laws.length > 0
					? [{title: 'Scaling laws', table: lawDifferenceData(compared.laws, words)}]
					: []),
				{title: 'What differs', table: differenceData(compared.differences)},
				{title: 'A/A', text: describeLastAa(lastAa)},
				{title: 'Provenance of A', table: provenanceData(run)},
				{title: 'Provenance of B', table: provenanceData(b.runs[0].run)},
			],
		},
		documentOf([a, b], compared),
	);
}

/** That of A, with both kernels where B has another. */
function describeMachines(a: Run, b: Run, load: string): string {
	const {server} = a.hosts;
	const kernels = [...new Set([server.kernel, b.hosts.server.kernel])].join(' and ');
	return describeMachine({...a, hosts: {...a.hosts, server: {...server, kernel: kernels}}}, load);
}

/** The comparison for programs. */
export function documentOf(sets: readonly [RunSet, RunSet], compared: RunComparison): object {
	const [a, b] = sets.map(({runs}) =>
		runs.map(({folder, run: {startedAt, settings}}) => ({folder, startedAt, settings})),
	);
	return {kind: 'in sequence', a, b, ...compared};
}

/** The comparison for people. */
export function describeCompared(
	a: RunSet,
	{comparison, laws, differences, how, isDriftUnknown}: RunComparison,
	lastAa: AaRecord | undefined,
	files: readonly string[],
): string {
	const {run} = a.runs[0];
	const words = wordsOf(run.settings.subject);
	return [
		'',
		how,
		'',
		comparisonTable(comparison, words),
		...(isDriftUnknown
			? [
					'',
					'There are no verdicts: one run a side cannot know what drifts between runs. Compare several runs a side,',
					'or say the drift (--drift 2%), or let deadweight aa find it; or play duets, in which it cancels.',
				]
			: []),
		...(laws.length > 0 ? ['', layOutTable(lawDifferenceData(laws, words))] : []),
		'',
		differences.length > 0
			? layOutTable(differenceData(differences))
			: 'Their provenance is the same.',
		'',
		describeLastAa(lastAa),
		...(lastAa
			? [
					`It saw a drift of ${percent(lastAa.drift.rate)} (rate) and ${percent(lastAa.drift.cpu)} (CPU).`,
				]
			: []),
		'',
		...files,
		'',
	].join('\n');
}
