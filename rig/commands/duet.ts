// deadweight duet: two sides on one machine at once, compared.
import type {Argv} from 'yargs';
import {quantity} from '../../programs/command-line.js';
import {UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {watchFor} from '../output/progress.js';
import {SLICE_MS} from '../method/slices.js';
import {tell} from '../output/tell.js';
import {chooseFolder} from '../record/folder.js';
import {beginRun, type Order, resumeRun} from '../run/experiment.js';
import type {DesignOrder} from '../run/wanted.js';
import {findStudy} from '../run/study.js';
import {finishRun} from './finish-run.js';
import {dryRunOption, formatOptions, outOption, quietOption, readFormat} from './format-options.js';
import {readNumber} from './lists.js';
import {printPlan} from './plan-text.js';
import {
	hookOptions,
	placeOptions,
	readCpuChoice,
	readHooks,
	readOverrides,
	readShare,
	type StudyArguments,
	studyOptions,
	whatIsKept,
} from './study-options.js';
import {effectOption, exitCodeOf, failOnOption, readFailOn} from './verdict-options.js';

/** Options of whatever plays duets. */
export const duetOptions = {
	...studyOptions,
	study: {type: 'string', default: 'duet', describe: 'study whose load and levels are taken'},
	slice: quantity('milliseconds', {
		default: SLICE_MS,
		describe: 'milliseconds of load on one side before the other has its turn, at least',
	}),
	...effectOption,
} as const;

export function builder(yargs: Argv) {
	return yargs
		.positional('a', {
			type: 'string',
			describe: 'a mechanism, mechanism@DIR, or mechanism,setting=value; or a server',
		})
		.positional('b', {type: 'string', describe: 'the same, to be compared with A'})
		.options({
			...duetOptions,
			...placeOptions,
			...hookOptions,
			...outOption('results/duet-<time>'),
			...failOnOption,
			...formatOptions,
			...quietOption,
			...dryRunOption,
		})
		.conflicts('resume', [
			...whatIsKept.filter(name => name !== 'study'),
			...Object.keys(hookOptions),
		])
		.implies('force', 'resume')
		.example('$0 duet poll epoll --dead 0,1000,5000', '')
		.example('$0 duet epoll@../main epoll --fail-on slower', 'this build against another')
		.example('$0 duet epoll epoll,stksize=65536', 'two settings')
		.example('$0 duet epoll nginx', 'a server of others: see deadweight list')
		.example(
			"$0 duet node go --server node='node server.js' --server go='./srv -p {port}'",
			'two servers of your own',
		)
		.example('$0 duet epoll epoll --inject slow=5%', 'B is slowed, to see it found')
		.example('$0 duet poll epoll --inventory lab.yml', 'in a lab')
		.example('$0 duet --resume results/duet-2026-11-21-120000', 'after any interruption')
		.epilogue(
			'A and B are mechanisms of this build, or mechanism@DIR of a built checkout in DIR, with settings of their own (any factor), or servers of others (nginx, haproxy …) or of your own (--server). Both servers ' +
				'stand with their dead connections; one load alternates between them, A B B A or B A A B. ' +
				'Exit status: 0 compared, 1 failed, 2 bad usage, 3 a verdict that --fail-on names, 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const failOn = readFailOn(argv.failOn);
	const format = readFormat(argv);
	const observer = {signal: interruption(), announce: tell, watch: watchFor(argv)};
	if (argv.dryRun) {
		await printPlan(argv, async () => newDuet(argv), format, observer.signal);
		return;
	}

	const outcome =
		argv.resume === undefined
			? await beginRun(await newDuet(argv), chooseFolder(argv.out, 'duet'), observer)
			: await resumeRun({folder: argv.resume, force: argv.force ?? false}, observer);
	const {comparison} = await finishRun(outcome, {format});
	if (process.exitCode === 0 && comparison !== undefined) {
		process.exitCode = exitCodeOf(comparison, failOn);
	}
}

async function newDuet(argv: Arguments): Promise<Order> {
	if (argv.a === undefined || argv.b === undefined) {
		throw new UsageError('a duet has two sides, as in deadweight duet poll epoll');
	}

	return {
		...(await readDuetOrder(argv, [argv.a, argv.b])),
		inventory: argv.inventory,
		hooks: readHooks(argv),
		tune: argv.tune ?? argv.inventory !== undefined,
	};
}

/** What the options of a duet say of two sides. */
export async function readDuetOrder(
	argv: StudyArguments & {study: string; slice: number; effect: string},
	sides: readonly [string, string],
): Promise<Order & {readonly design: Extract<DesignOrder, {kind: 'duet'}>}> {
	const study = findStudy(argv.study);
	return {
		study,
		// Faults are a side's.
		overrides: await readOverrides({...argv, inject: undefined}, study),
		design: {
			kind: 'duet',
			...{sides, inject: argv.inject},
			slice: readNumber('--slice', argv.slice, 0.5, 'any'),
			effect: readShare('--effect', argv.effect),
		},
		cpus: readCpuChoice(argv),
		tune: false,
	};
}
