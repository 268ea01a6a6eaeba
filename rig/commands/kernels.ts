// deadweight kernels: two kernels, or two settings of one, in guests on this machine.
import type {Argv} from 'yargs';
import {findLastAa} from '../record/aa.js';
import {compareRunSets} from '../output/compare-runs.js';
import {EXIT_FAILED, EXIT_INTERRUPTED, Failure, UsageError} from '../failure.js';
import {findAccelerator} from '../site/guest/accelerator.js';
import {cachedKernels, findImage, offeredKernels} from '../site/guest/image.js';
import {type KernelsRun, kernelsFile} from '../record/kernels-file.js';
import {runKernels} from '../run/run-kernels.js';
import {interruption} from '../interruption.js';
import {toJson} from '../record/json.js';
import {layOut} from '../output/table.js';
import {tell} from '../output/tell.js';
import type {Overrides} from '../run/settings.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {SCHEMA} from '../record/row.js';
import {seededRandom} from '../method/random.js';
import {findStudy} from '../run/study.js';
import {derive, describeCompared, documentOf} from './compare.js';
import {readNames, readNumber} from './lists.js';
import {optional, readOverrides, readShare, studyOptions} from './study-options.js';
import {effectOption, exitCodeOf, failOnOption} from './verdict-options.js';

export const command = 'kernels';
export const describe = 'compare two kernels, or two settings of one, in guests on this machine';

/** Both ends of a connection, and what a guest takes for itself. */
const BYTES_PER_CONNECTION = 14 * 1024;
const OWN_MIB = 1024;
const MIB = 1024 ** 2;
const DEAD = '0,1000,10000';

const guestOptions = {
	append: {type: 'string', default: '', describe: 'words of the kernel command line, of both'},
	'append-b': {type: 'string', describe: 'of B, as in mitigations=off'},
	boots: {type: 'number', default: 3, describe: 'of each kernel: the unit that is compared'},
	accel: {
		choices: ['auto', 'kvm', 'tcg'] as const,
		default: 'auto' as const,
		describe: 'auto: KVM where a guest really runs under it, else software emulation',
	},
	fresh: {
		type: 'boolean',
		describe:
			'each cell has a server and dead of its own; else those of a mechanism stay, and grow',
	},
	memory: {type: 'number', describe: 'MiB of a guest [what the plan takes]'},
} as const;

export function builder(yargs: Argv) {
	return yargs
		.options({
			images: {
				type: 'string',
				describe:
					'A,B: packages of Debian, paths of a vmlinuz, or built trees; one: against itself',
			},
			study: {type: 'string', default: 'dphttpd-smp', describe: 'that is run in each'},
			...studyOptions,
			mechanisms: {type: 'string', default: 'poll,epoll,io_uring', describe: 'as in poll,epoll'},
			...guestOptions,
			...effectOption,
			...failOnOption,
			list: {type: 'boolean', describe: 'kernels that are cached, and that can be fetched'},
			resume: {type: 'string', describe: 'go on with the interrupted comparison in this folder'},
			out: {type: 'string', describe: 'folder for the results [results/kernels-<time>]'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.conflicts('resume', ['images', 'out', 'dead', 'seed', 'memory', 'append-b', 'inject', 'fresh'])
		.example('$0 kernels --list', '')
		.example(
			'$0 kernels --images linux-image-6.1.0-56-cloud-amd64,linux-image-6.12-cloud-amd64',
			'',
		)
		.example('$0 kernels --images ~/linux --append-b mitigations=off', 'two settings of one kernel')
		.epilogue(
			'Boots of A and B follow each other in random order; the points of a boot are averaged, boots are compared. ' +
				'An emulated processor is about 30 times slower than a real one: compare within it, never across. ' +
				'Exit status: 0 compared, 1 nothing to be said, or a boot failed, 2 bad usage, 3 a verdict that --fail-on ' +
				'names, 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	if (argv.list === true) {
		await listKernels(argv.json);
		return;
	}

	const signal = interruption();
	const folder = argv.resume ?? chooseFolder(argv.out, 'kernels');
	const run = argv.resume === undefined ? await begin(argv, folder) : kernelsFile.read(folder);
	const {sets, failures, interrupted} = await runKernels(run, folder, signal, tell);
	if (interrupted) {
		throw new Failure(
			`interrupted: finished cells are kept; deadweight kernels --resume ${folder} goes on`,
			EXIT_INTERRUPTED,
		);
	}

	if (sets === undefined) {
		throw new Failure(`there is nothing to compare: ${failures.join('; ')}`);
	}

	const compared = {
		...compareRunSets(...sets, {effect: run.effect, drift: undefined}),
		how: describeSides(run),
	};
	const lastAa = findLastAa(sets[0].runs[0].run.hosts.server);
	const files = await derive(folder, sets, compared, {lastAa, isLog: false});
	process.stdout.write(
		argv.json
			? toJson({...documentOf(sets, compared), failures})
			: describeCompared(sets[0], compared, lastAa, [
					...failures,
					...files.map(file => `${folder}/${file}`),
				]),
	);
	process.exitCode =
		failures.length > 0 ? EXIT_FAILED : exitCodeOf(compared.comparison, argv.failOn);
}

async function begin(argv: Arguments, folder: string): Promise<KernelsRun> {
	const names = argv.images === undefined ? [] : readNames('--images', argv.images);
	const [kernelA, kernelB = kernelA] = names;
	if (kernelA === undefined || kernelB === undefined || names.length > 2) {
		throw new UsageError(
			'--images takes one kernel or two, as in linux-image-6.1.0-56-cloud-amd64,~/linux',
		);
	}

	const boots = readNumber('--boots', argv.boots, 1, 'whole');
	const overrides = readOverrides({...argv, dead: argv.dead ?? DEAD});
	const study = await findStudy(argv.study);
	if (study.study.subject !== 'dphttpd') {
		throw new UsageError(`kernels are compared with a study of dphttpd; ${argv.study} is none`);
	}

	// What is wrong is told of before anything is booted.
	await findImage(kernelA);
	await findImage(kernelB);
	const most = Math.max(...(overrides.dead ?? [0]));
	const memoryMiB =
		optional(argv.memory, given => readNumber('--memory', given, 256, 'whole')) ??
		OWN_MIB + Math.ceil((most * BYTES_PER_CONNECTION) / MIB);
	const accelerator = await chooseAccelerator(argv.accel, kernelA);
	const seed = overrides.seed;
	const run: KernelsRun = {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		study: study.name,
		overrides: {
			...overrides,
			grows: grows(argv.fresh, overrides),
			mechanisms: readNames('--mechanisms', argv.mechanisms),
		},
		...{seed, accelerator, memoryMiB, cpus: 2, effect: readShare('--effect', argv.effect)},
		sides: [
			{kernel: kernelA, append: argv.append},
			{kernel: kernelB, append: [argv.append, argv.appendB ?? ''].join(' ').trim()},
		],
		order: orderOf(boots, seed),
	};
	makeFolder(folder);
	kernelsFile.write(folder, run);
	return run;
}

/** Unless cells are to be fresh; a population that has lost members is no ground for the next cell. */
function grows(fresh: boolean | undefined, {faults}: Overrides): boolean {
	return fresh !== true && faults?.lose === undefined;
}

/** What A and B are, and how they were compared. */
function describeSides({sides, order}: KernelsRun): string {
	const [a, b] = sides.map(({kernel, append}) => `${kernel} ${append}`.trim());
	return `A is ${a ?? ''}, B is ${b ?? ''}, ${order.length / 2} boots of each by turns, each one value.`;
}

/** A and B by turns; which comes first is drawn for each pair. */
function orderOf(boots: number, seed: number): Array<0 | 1> {
	const random = seededRandom(seed);
	return Array.from({length: boots}, (): Array<0 | 1> => (random() < 0.5 ? [0, 1] : [1, 0])).flat();
}

async function chooseAccelerator(
	asked: Arguments['accel'],
	kernel: string,
): Promise<'kvm' | 'tcg'> {
	if (asked !== 'auto') {
		return asked;
	}

	const {accelerator, why} = await findAccelerator(kernel);
	if (why !== undefined) {
		tell(`no guest runs under KVM here (${why}): processors are emulated`);
	}

	return accelerator;
}

async function listKernels(json: boolean): Promise<void> {
	const [cached, offered] = [cachedKernels(), await offeredKernels()];
	process.stdout.write(
		json
			? toJson({cached, offered})
			: layOut(
					['kernel', ''],
					[...new Set([...cached, ...offered])].map(name => [
						name,
						cached.includes(name) ? 'cached' : 'can be fetched',
					]),
					[],
				) + '\n',
	);
}
