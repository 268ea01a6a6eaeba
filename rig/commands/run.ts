// deadweight run: runs a study and draws its graph.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {EXIT_FAILED, EXIT_INTERRUPTED, UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {type Announce, type Outcome, resumeExperiment, runExperiment} from '../experiment.js';
import {describeNote, groupNotes} from '../output/notes.js';
import {lawTable} from '../output/law-table.js';
import {summaryTable} from '../output/summary-table.js';
import type {Overrides} from '../plan/settings.js';
import {type Derived, derive} from '../results/derive.js';
import {defaultFolder} from '../results/folder.js';
import {spoilsRateOnly} from '../results/row.js';
import {findStudy} from '../study.js';
import {wordsOf} from '../words.js';
import {readCounts, readNames} from './lists.js';
import {optional, readCpuChoice, readOverrides, studyOptions} from './study-options.js';

export const command = 'run [study]';
export const describe = 'run a study: measure its cells and draw its graph';

/** A run that goes on is as it began. */
const whatRunsKeep = [
	...['study', 'dead', 'pipes', 'mechanisms', 'repeats', 'warmup', 'duration', 'paper'],
	...['connections', 'msgsize', 'seed', 'inject'],
	...['server-cpus', 'load-cpus', 'dead-cpus', 'out'],
];

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {
			type: 'string',
			describe: 'see deadweight list [quick]',
		})
		.options({
			...studyOptions,
			pipes: {type: 'string', describe: 'numbers of pipes (pipetest studies)'},
			mechanisms: {type: 'string', describe: 'as in poll,epoll,io_uring'},
			paper: {
				type: 'boolean',
				describe: "each cell runs to completion with the study's httperf line, as in 2002",
			},
			out: {type: 'string', describe: 'folder for the results [results/<study>-<time>]'},
			resume: {type: 'string', describe: 'go on with the interrupted run in this folder'},
			force: {type: 'boolean', describe: 'resume although kernel, code or machine have changed'},
			log: {type: 'boolean', describe: 'logarithmic axes in the graph'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.conflicts('paper', ['warmup', 'duration'])
		.conflicts('resume', whatRunsKeep)
		.implies('force', 'resume')
		.example('$0 run', 'the quick study: under three minutes')
		.example('$0 run dphttpd-up --mechanisms poll,epoll,io_uring', '')
		.example('$0 run dphttpd-smp --dead 0,5000,15000 --repeats 3 --duration 2', '')
		.example('$0 run --resume results/dphttpd-up-2026-11-21-120000', 'after any interruption')
		.example('$0 run pipetest-up --mechanisms poll,aio-poll,sys-epoll', '')
		.epilogue(
			'Exit status: 0 measured (what gates made invalid, or this machine cannot carry, is in the ' +
				'notes), 1 failed, or a cell failed, or gates made all that was measured invalid, 2 bad usage, ' +
				'130 interrupted: finished cells are kept.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const announce = (message: string) => process.stderr.write(`deadweight: ${message}\n`);
	const begun = argv.resume === undefined ? await newRun(argv) : oldRun(argv.resume, argv);
	const {folder} = begun;
	const outcome = await begun.start(interruption(), announce);
	const derived = await derive(folder, outcome.run, outcome.rows, {
		scale: argv.log ? 'log' : undefined,
	});
	print(outcome, folder, derived, argv.json);
	if (isAllInvalid(outcome)) {
		process.stderr.write(
			'deadweight: nothing was measured: gates made every cell that ran invalid, so there is neither ' +
				'a rate nor a CPU time to go by; the notes say why\n',
		);
	}

	process.exitCode = exitCode(outcome);
}

/** What is run, and where its results are. */
type Begun = {
	readonly folder: string;
	start(signal: AbortSignal, announce: Announce): Promise<Outcome>;
};

async function newRun(argv: Arguments): Promise<Begun> {
	const overrides = readRunOverrides(argv);
	const study = await findStudy(argv.study ?? 'quick');
	const folder = argv.out ?? defaultFolder(study.name, new Date());
	const cpus = readCpuChoice(argv);
	return {
		folder,
		start: async (signal, announce) =>
			runExperiment({study, overrides, folder, cpus}, signal, announce),
	};
}

function oldRun(folder: string, {force = false}: Arguments): Begun {
	return {
		folder,
		start: async (signal, announce) => resumeExperiment({folder, force}, signal, announce),
	};
}

function readRunOverrides(argv: Arguments): Overrides {
	if (argv.out === '') {
		throw new UsageError('--out needs a folder');
	}

	return {
		...readOverrides(argv),
		pipes: optional(argv.pipes, text => readCounts('--pipes', text)),
		mechanisms: optional(argv.mechanisms, text => readNames('--mechanisms', text)),
		paper: argv.paper,
	};
}

function print(
	outcome: Outcome,
	folder: string,
	{points, curves, files}: Derived,
	json: boolean,
): void {
	const {run, rows, interrupted} = outcome;
	const notes = groupNotes(rows);
	const words = wordsOf(run.settings.subject);
	if (json) {
		const {settings, topology, startedAt} = run;
		const document = {
			folder,
			startedAt,
			settings,
			topology,
			interrupted,
			points,
			curves,
			notes,
			files,
		};
		process.stdout.write(JSON.stringify(document, undefined, '\t') + '\n');
		return;
	}

	const lines = [
		'',
		run.settings.question,
		'',
		...(points.length > 0 ? [summaryTable(points, words), ''] : []),
		...(curves.length > 0 ? [lawTable(curves, words), ''] : []),
		...notes.map(note => describeNote(note, words)),
		...(notes.length > 0 ? [''] : []),
		...(interrupted ? [`interrupted after ${rows.length} of ${run.plan.length} cells`] : []),
		...files.map(file => join(folder, file)),
	];
	process.stdout.write(lines.join('\n') + '\n');
}

function exitCode(outcome: Outcome): number {
	if (outcome.interrupted) {
		return EXIT_INTERRUPTED;
	}

	const isFailed = outcome.rows.some(({status}) => status === 'failed');
	return isFailed || isAllInvalid(outcome) ? EXIT_FAILED : 0;
}

/** Whether cells were measured, and of none the rate or the CPU time is good. */
function isAllInvalid({rows}: Outcome): boolean {
	const measured = rows.filter(({status}) => status === 'ok' || status === 'invalid');
	return measured.length > 0 && !measured.some(row => row.status === 'ok' || spoilsRateOnly(row));
}
