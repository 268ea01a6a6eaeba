// deadweight compare: two runs, or two sets of runs, of one study.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {describeLastAa, findLastAa, percent} from '../aa/aa-record.js';
import {compareRunSets, type RunComparison} from '../comparison/compare-runs.js';
import {verdictsOf} from '../comparison/comparison.js';
import {deriveComparison} from '../comparison/derive.js';
import {readRunSet, type RunSet} from '../comparison/run-set.js';
import type {Drift} from '../comparison/samples.js';
import {EXIT_FAILED, EXIT_VERDICT, UsageError} from '../failure.js';
import {comparisonTable} from '../output/comparison-table.js';
import {differenceData, lawDifferenceData} from '../output/difference-tables.js';
import {layOutTable} from '../output/table.js';
import {defaultFolder, makeFolder} from '../results/folder.js';
import {provenanceData} from '../report/provenance.js';
import {describeMachine} from '../results/graph.js';
import {verdicts} from '../statistics/verdict.js';
import {subjectOf} from '../subject.js';
import {wordsOf} from '../words.js';
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
			effect: {type: 'string', default: '3%', describe: 'the smallest effect that matters'},
			drift: {
				type: 'string',
				describe:
					"by how much one run as a whole may be off (standard deviation) [what this machine's last A/A saw]",
			},
			'fail-on': {
				choices: verdicts,
				describe: 'exit with status 3 where a verdict on B is this',
			},
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
	const folder = argv.out ?? defaultFolder('comparison', new Date());
	if (folder === '') {
		throw new UsageError('--out needs a folder');
	}

	const warn = (message: string) => process.stderr.write(`deadweight: ${message}\n`);
	const [a, b] = [readRunSet(argv.a, warn), readRunSet(argv.b, warn)];
	const compared = compareRunSets(a, b, {effect, drift: driftOf(a, given)});
	makeFolder(folder);
	const files = await derive(folder, [a, b], compared, argv.log === true);
	process.stdout.write(
		argv.json
			? JSON.stringify(documentOf([a, b], compared), undefined, '\t') + '\n'
			: describeCompared(a, compared, folder, files),
	);
	const found = verdictsOf(compared.comparison);
	process.exitCode =
		found.length === 0
			? EXIT_FAILED
			: found.some(verdict => verdict === argv.failOn)
				? EXIT_VERDICT
				: 0;
}

function driftOf({runs: [{run}]}: RunSet, given: number | undefined): Drift | undefined {
	return given === undefined ? findLastAa(run.hosts.server)?.drift : {rate: given, cpu: given};
}

async function derive(
	folder: string,
	[a, b]: readonly [RunSet, RunSet],
	compared: RunComparison,
	isLog: boolean,
): Promise<string[]> {
	const {run} = a.runs[0];
	const {load} = await subjectOf(run.settings);
	const words = wordsOf(run.settings.subject);
	return deriveComparison(
		folder,
		compared.comparison,
		{
			question: run.settings.question,
			how: compared.how,
			machine: describeMachine(run, load),
			words,
			scale: isLog ? 'log' : run.settings.scale,
			sections: [
				...(compared.laws.length > 0
					? [{title: 'Scaling laws', table: lawDifferenceData(compared.laws, words)}]
					: []),
				{title: 'What differs', table: differenceData(compared.differences)},
				{title: 'A/A', text: describeLastAa(findLastAa(run.hosts.server))},
				{title: 'Provenance of A', table: provenanceData(run)},
				{title: 'Provenance of B', table: provenanceData(b.runs[0].run)},
			],
		},
		documentOf([a, b], compared),
	);
}

function documentOf(sets: readonly [RunSet, RunSet], compared: RunComparison): object {
	const [a, b] = sets.map(({runs}) =>
		runs.map(({folder, run: {startedAt, settings}}) => ({folder, startedAt, settings})),
	);
	return {kind: 'in sequence', a, b, ...compared};
}

function describeCompared(
	a: RunSet,
	{comparison, laws, differences, how, isDriftUnknown}: RunComparison,
	folder: string,
	files: readonly string[],
): string {
	const {run} = a.runs[0];
	const words = wordsOf(run.settings.subject);
	const lastAa = findLastAa(run.hosts.server);
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
		...files.map(file => join(folder, file)),
		'',
	].join('\n');
}
