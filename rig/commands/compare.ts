// deadweight compare: two runs, or two sets of runs, of one study.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {writeArtefacts} from '../output/artefacts.js';
import {type Format, formatConclusion} from '../output/formats.js';
import {concludeSets, type SetComparison} from '../output/set-conclusion.js';
import {tell} from '../output/tell.js';
import {findLastAa} from '../record/aa.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {readRunSet, type RunSet} from '../run/run-set.js';
import {formatOptions, outOption, readFormat} from './format-options.js';
import {optional, readShare} from './study-options.js';
import type {Comparison} from '../method/comparison.js';
import type {Verdict} from '../method/statistics/verdict.js';
import {effectOption, exitCodeOf, failOnOption, readFailOn} from './verdict-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('a', {
			type: 'string',
			demandOption: true,
			describe: 'a results folder, or a folder that holds several',
		})
		.positional('b', {
			type: 'string',
			demandOption: true,
			describe: 'the same, to be compared with A',
		})
		.options({
			...effectOption,
			drift: {
				type: 'string',
				describe:
					"by how much one run as a whole may be off (standard deviation) [what this machine's last A/A saw]",
			},
			...failOnOption,
			log: {type: 'boolean', describe: 'logarithmic x axis in the graph'},
			...outOption('results/comparison-<time>'),
			...formatOptions,
		})
		.example('$0 compare results/quick-old results/quick-new', '')
		.example(
			'$0 compare runs/linux-6.1 runs/linux-6.12 --fail-on slower',
			'folders of several runs',
		)
		.example('$0 compare a b --fail-on "slower,cannot tell"', 'whatever is not sure fails too')
		.epilogue(
			'One run a side knows nothing of what drifts between runs: --drift, or an A/A series made on this ' +
				'machine, says it; where neither does, one cannot tell. Several runs a side need neither. What can run ' +
				'on one machine at once is better compared with deadweight duet. ' +
				'Exit status: 0 compared, 1 nothing to be said, 2 bad usage, 3 a verdict that --fail-on names.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	const effect = readShare('--effect', argv.effect);
	const failOn = readFailOn(argv.failOn);
	const given = optional(argv.drift, text => readShare('--drift', text));
	const folder = chooseFolder(argv.out, 'comparison');

	const [a, b] = [await readRunSet(argv.a, tell), await readRunSet(argv.b, tell)];
	const {settings, hosts} = a.runs[0].run;
	const lastAa = findLastAa(hosts.server);
	const drift =
		given === undefined
			? lastAa?.drift
			: Object.fromEntries(
					settings.measures.map(measure => [measure, {sd: given, freedom: Infinity}]),
				);
	await finishComparison(
		[a, b],
		{effect, drift, lastAa, scale: argv.log ? 'log' : undefined},
		{folder, isNew: true, format, failOn},
	);
}

/** Draws and prints a comparison of run sets, sets the exit status, and returns what was found. */
export async function finishComparison(
	[a, b]: readonly [RunSet, RunSet],
	options: SetComparison,
	{
		folder,
		isNew,
		format,
		failOn,
	}: {
		readonly format: Format;
		readonly failOn: readonly Verdict[];
		readonly folder: string;
		readonly isNew: boolean;
	},
): Promise<Comparison | undefined> {
	const conclusion = concludeSets(a, b, options);
	const {comparison, results} = conclusion;
	if (isNew) {
		makeFolder(folder);
	}

	const files = await writeArtefacts(folder, results);
	const lines = files.map(file => join(folder, file));
	process.stdout.write(formatConclusion(conclusion, {lines}, format));
	process.exitCode = comparison === undefined ? 1 : exitCodeOf(comparison, failOn);
	return comparison;
}
