// deadweight run: runs a study and draws its graph.
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Argv} from 'yargs';
import {UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {watchFor} from '../output/progress.js';
import {tell} from '../output/tell.js';
import {chooseFolder} from '../record/folder.js';
import {beginRun, type Observer, type Order, type Outcome, resumeRun} from '../run/experiment.js';
import {readRunSet} from '../run/run-set.js';
import {findStudy} from '../run/study.js';
import {mainOf} from '../site/local.js';
import {finishRun} from './finish-run.js';
import {dryRunOption, formatOptions, outOption, quietOption, readFormat} from './format-options.js';
import {printPlan} from './plan-text.js';
import {
	hookOptions,
	placeOptions,
	readCpuChoice,
	readHooks,
	readOverrides,
	studyOptions,
	whatIsKept,
} from './study-options.js';
import {exitCodeOf, failOnOption, readFailOn} from './verdict-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {
			type: 'string',
			describe:
				'see deadweight list; a YAML file, as ./mine.yaml; or the run.json of a run [quick]',
		})
		.options({
			...studyOptions,
			...placeOptions,
			...hookOptions,
			...outOption('results/<study>-<time>'),
			against: {
				type: 'string',
				describe:
					'compare with another build (its checkout): interleaved; or with a run (its folder): in sequence',
			},
			baseline: {
				type: 'string',
				describe:
					"mechanism that each of the others is compared with, block by block [the study's first]",
			},
			'in-turns': {
				type: 'boolean',
				describe:
					'each contender beside the baseline, both loaded in turns, as a duet does: verdicts that drift does not spoil; closed loops only',
			},
			...failOnOption,
			log: {type: 'boolean', describe: 'logarithmic axes in the graph'},
			...formatOptions,
			...quietOption,
			...dryRunOption,
		})
		.conflicts('paper', ['warmup', 'duration'])
		.conflicts('resume', [...whatIsKept, ...Object.keys(hookOptions), 'baseline', 'in-turns'])
		.implies('force', 'resume')
		.example('$0 run', 'the quick study: under three minutes')
		.example('$0 run quick --mechanisms poll,epoll,io_uring', '')
		.example('$0 run quick --dead 0..16000:2000 --repeats 5 --duration 2', '')
		.example('$0 run --mechanisms poll,epoll --dead 0,1000', 'two: compared, block by block')
		.example('$0 run quick --baseline poll', 'all others against poll')
		.example('$0 run quick --in-turns', 'on a machine that others use too')
		.example('$0 run --set dead=0 --vary connections=1,10,100', 'another factor on the x axis')
		.example('$0 run --mechanisms epoll,msgsize=4096,epoll', 'a level with a setting of its own')
		.example(
			"$0 run --server node='node server.js' --dead 0,1000,10000",
			'a server of your own; it listens on {port} in its command line, or on PORT of its environment',
		)
		.example('$0 run ./mine.yaml', 'a study of your own: deadweight study init')
		.example('$0 run --against ../other-checkout', 'two builds: compared, block by block')
		.example('$0 run quick --dry-run', 'what it would measure, and for how long')
		.example("$0 run --during 'perf stat -p {pid}'", 'what it says is kept with each cell')
		.example('$0 run --resume results/quick-2026-11-21-120000', 'after any interruption')
		.example('$0 run --inventory lab.yml', 'on machines that ansible/site.yml prepared')
		.epilogue(
			'Exit status: 0 measured (what gates made invalid, or this machine cannot carry, is in the ' +
				'notes), 1 failed, or a cell failed, or nothing was measured (gates, limits), 2 bad usage, ' +
				'3 a verdict that --fail-on names, 130 interrupted: finished cells are kept.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const failOn = readFailOn(argv.failOn);
	const format = readFormat(argv);
	const observer: Observer = {signal: interruption(), announce: tell, watch: watchFor(argv)};
	if (argv.dryRun) {
		await printPlan(argv, async () => readOrder(argv), format, observer.signal);
		return;
	}

	const start = argv.resume === undefined ? await newRun(argv) : oldRun(argv.resume, argv);
	// What cannot be read is told of before a run, not after.
	const against =
		argv.against === undefined || isBuild(argv.against)
			? undefined
			: await readRunSet(argv.against, tell);
	const outcome = await start(observer);
	const {comparison} = await finishRun(outcome, {
		format,
		drawing: {scale: argv.log ? 'log' : undefined},
		against,
	});
	if (process.exitCode === 0 && comparison !== undefined) {
		process.exitCode = exitCodeOf(comparison, failOn);
	}
}

async function newRun(argv: Arguments): Promise<(observer: Observer) => Promise<Outcome>> {
	const order = await readOrder(argv);
	const folder = chooseFolder(argv.out, order.study.name);
	return async observer => beginRun(order, folder, observer);
}

async function readOrder(argv: Arguments): Promise<Order> {
	const study = findStudy(argv.study ?? 'quick');
	const overrides = await readOverrides(argv, study);
	const {inventory} = argv;
	const against =
		argv.against !== undefined && isBuild(argv.against) ? resolve(argv.against) : undefined;
	if (against !== undefined && inventory !== undefined) {
		throw new UsageError(
			'--against another build runs both on this machine: it goes with no --inventory',
		);
	}

	return {
		...{study, overrides, inventory, against},
		design: {kind: 'sweep' as const, baseline: argv.baseline, inTurns: argv.inTurns},
		cpus: readCpuChoice(argv),
		hooks: readHooks(argv),
		tune: argv.tune ?? inventory !== undefined,
	};
}

function oldRun(
	folder: string,
	{force = false}: Arguments,
): (observer: Observer) => Promise<Outcome> {
	return async observer => resumeRun({folder, force}, observer);
}

/** A checkout, and not a results folder. */
function isBuild(folder: string): boolean {
	return existsSync(mainOf(folder));
}
