// deadweight run: runs a study and draws its graph.
import {type Announce, tell} from '../output/tell.js';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Argv} from 'yargs';
import {readRunSet} from '../record/run-set.js';
import {agentOf} from '../run/duet/side.js';
import {UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {type Outcome, resumeExperiment, runExperiment} from '../run/experiment.js';
import type {Overrides} from '../run/settings.js';
import {chooseFolder} from '../record/folder.js';
import {findStudy} from '../run/study.js';
import {finishRun} from './finish-run.js';
import {readCounts, readNames} from './lists.js';
import {optional, readCpuChoice, readOverrides, studyOptions} from './study-options.js';

export const command = 'run [study]';
export const describe = 'run a study: measure its cells and draw its graph';

/** A run that goes on is as it began. */
const whatRunsKeep = [
	...['study', 'dead', 'pipes', 'mechanisms', 'repeats', 'warmup', 'duration', 'paper'],
	...['connections', 'msgsize', 'seed', 'inject'],
	...['server-cpus', 'load-cpus', 'dead-cpus', 'out', 'inventory', 'tune'],
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
			mechanisms: {type: 'string', describe: 'as in poll,epoll,io_uring; nginx and haproxy too'},
			paper: {
				type: 'boolean',
				describe: "each cell runs to completion with the study's httperf line, as in 2002",
			},
			inventory: {
				type: 'string',
				describe: "machines of a lab: Ansible's inventory, groups server, load and dead",
			},
			tune: {
				type: 'boolean',
				describe:
					'set sysctls for the run, and bring them back [with --inventory; --tune=false: no]',
			},
			out: {type: 'string', describe: 'folder for the results [results/<study>-<time>]'},
			resume: {type: 'string', describe: 'go on with the interrupted run in this folder'},
			force: {type: 'boolean', describe: 'resume although kernel, code or machine have changed'},
			against: {
				type: 'string',
				describe:
					'compare with another build (its checkout): interleaved; or with a run (its folder): in sequence',
			},
			log: {type: 'boolean', describe: 'logarithmic axes in the graph'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.conflicts('paper', ['warmup', 'duration'])
		.conflicts('resume', whatRunsKeep)
		.implies('force', 'resume')
		.example('$0 run', 'the quick study: under three minutes')
		.example('$0 run dphttpd-up --mechanisms poll,epoll,io_uring', '')
		.example('$0 run dphttpd-smp --dead 0,5000,15000 --repeats 3 --duration 2', '')
		.example('$0 run --mechanisms poll,epoll --dead 0,1000', 'two: compared, block by block')
		.example('$0 run --against ../other-checkout', 'two builds: compared, block by block')
		.example('$0 run --resume results/dphttpd-up-2026-11-21-120000', 'after any interruption')
		.example('$0 run dphttpd-smp --inventory lab.yml', 'on machines that ansible/site.yml prepared')
		.example('$0 run pipetest-up --mechanisms poll,aio-poll,sys-epoll', '')
		.epilogue(
			'Exit status: 0 measured (what gates made invalid, or this machine cannot carry, is in the ' +
				'notes), 1 failed, or a cell failed, or nothing was measured (gates, limits), 2 bad usage, ' +
				'130 interrupted: finished cells are kept.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const begun = argv.resume === undefined ? await newRun(argv) : oldRun(argv.resume, argv);
	const {folder} = begun;
	// What cannot be read is told of before a run, not after.
	const against = optional(argv.against, other =>
		isBuild(other) ? undefined : readRunSet(other, tell),
	);
	const outcome = await begun.start(interruption(), tell);
	await finishRun(outcome, folder, {
		json: argv.json,
		scale: argv.log ? 'log' : undefined,
		against,
	});
}

/** What is run, and where its results are. */
type Begun = {
	readonly folder: string;
	start(signal: AbortSignal, announce: Announce): Promise<Outcome>;
};

async function newRun(argv: Arguments): Promise<Begun> {
	const overrides = readRunOverrides(argv);

	const study = await findStudy(argv.study ?? 'quick');
	const folder = chooseFolder(argv.out, study.name);
	const cpus = readCpuChoice(argv);
	const {inventory} = argv;
	const against = optional(argv.against, other => (isBuild(other) ? resolve(other) : undefined));
	if (against !== undefined && inventory !== undefined) {
		throw new UsageError(
			'--against another build runs both on this machine: it goes with no --inventory',
		);
	}

	return {
		folder,
		start: async (signal, announce) =>
			runExperiment(
				{
					...{study, overrides, folder, cpus, inventory, against},
					tune: argv.tune ?? inventory !== undefined,
				},
				signal,
				announce,
			),
	};
}

/** A checkout, and not a results folder. */
function isBuild(folder: string): boolean {
	return existsSync(agentOf(folder));
}

function oldRun(folder: string, {force = false}: Arguments): Begun {
	return {
		folder,
		start: async (signal, announce) => resumeExperiment({folder, force}, signal, announce),
	};
}

function readRunOverrides(argv: Arguments): Overrides {
	return {
		...readOverrides(argv),
		pipes: optional(argv.pipes, text => readCounts('--pipes', text)),
		mechanisms: optional(argv.mechanisms, text => readNames('--mechanisms', text)),
		paper: argv.paper,
	};
}
