// deadweight kernels: two kernels, or two settings of one, in guests on this machine.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {quantity} from '../../programs/command-line.js';
import {EXIT_FAILED, EXIT_INTERRUPTED, Failure, UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {seededRandom} from '../method/random.js';
import {writeArtefacts} from '../output/artefacts.js';
import {conclude} from '../output/conclusion.js';
import {watchFor} from '../output/progress.js';
import {layOut} from '../output/table.js';
import {tell} from '../output/tell.js';
import {findLastAa} from '../record/aa.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {describeGuest, type GuestOrder} from '../record/guest.js';
import {toJson} from '../record/json.js';
import {SCHEMA} from '../record/row.js';
import {type Member, type Series, seriesFile} from '../record/series-file.js';
import {readRunSet, type RunSet} from '../run/run-set.js';
import {playSeries} from '../run/series.js';
import {type Overrides, readWanted} from '../run/wanted.js';
import {findStudy, type Study} from '../run/study.js';
import {findAccelerator} from '../site/guest/accelerator.js';
import {cachedKernels, findImage, offeredKernels} from '../site/guest/image.js';
import {findSubject} from '../subjects/subject.js';
import {finishComparison} from './compare.js';
import {formatOptions, outOption, quietOption, readFormat} from './format-options.js';
import {readNames, readNumber} from './lists.js';
import {optional, readOverrides, readShare, studyOptions, whatIsKept} from './study-options.js';
import {effectOption, failOnOption, readFailOn} from './verdict-options.js';

export const command = 'kernels';
export const describe = 'compare two kernels, or two settings of one, in guests on this machine';

/** Both ends of a connection, and what a guest takes for itself. */
const BYTES_PER_CONNECTION = 14 * 1024;
const OWN_MIB = 1024;
const MIB = 1024 ** 2;
/** Processors of a guest. */
const CPUS = 2;

const sideNames = ['A', 'B'] as const;

const guestOptions = {
	append: {type: 'string', default: '', describe: 'words of the kernel command line, of both'},
	'append-b': {type: 'string', describe: 'of B, as in mitigations=off'},
	boots: quantity('count', {default: 3, describe: 'of each kernel: the unit that is compared'}),
	accel: {
		choices: ['auto', 'kvm', 'tcg'] as const,
		default: 'auto' as const,
		describe: 'auto: KVM where a guest really runs under it, else software emulation',
	},
	fresh: {
		type: 'boolean',
		describe: 'each cell has programs of its own; else those of a line of the graph stay, and grow',
	},
	memory: quantity('count', {describe: 'MiB of a guest [what the plan takes]'}),
} as const;

export function builder(yargs: Argv) {
	return yargs
		.options({
			images: {
				type: 'string',
				describe:
					'A,B: packages of Debian, paths of a vmlinuz, or built trees; one: against itself',
			},
			study: {type: 'string', default: 'kernels', describe: 'that is run in each'},
			...studyOptions,
			...guestOptions,
			...effectOption,
			...failOnOption,
			list: {type: 'boolean', describe: 'kernels that are cached, and that can be fetched'},
			resume: {type: 'string', describe: 'go on with the interrupted comparison in this folder'},
			...outOption('results/kernels-<time>'),
			...formatOptions,
			...quietOption,
		})
		.conflicts('resume', [
			...whatIsKept.filter(name => name !== 'study'),
			...['images', 'memory', 'append-b', 'fresh'],
		])
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
		await listKernels(readFormat(argv) === 'json');
		return;
	}

	const format = readFormat(argv);
	const failOn = readFailOn(argv.failOn);
	const signal = interruption();
	const folder = argv.resume ?? chooseFolder(argv.out, 'kernels');
	const series = argv.resume === undefined ? await begin(argv, folder) : seriesFile.read(folder);
	const {failures, interrupted} = await playSeries(
		series,
		folder,
		{signal, announce: tell, watch: watchFor(argv)},
		{
			begins({title}, place) {
				tell(`boot ${place} of ${series.members.length}: ${title}`);
			},
			// Each boot has its own graph, table and report.
			async ended(_, outcome) {
				await writeArtefacts(outcome.folder, (await conclude(outcome)).results);
			},
		},
	);
	if (interrupted) {
		throw new Failure(
			`interrupted: finished cells are kept; deadweight kernels --resume ${folder} goes on`,
			EXIT_INTERRUPTED,
		);
	}

	const sets = await readSets(folder);
	if (sets === undefined) {
		throw new Failure(`there is nothing to compare: ${failures.join('; ')}`);
	}

	await finishComparison(
		sets,
		{
			...{effect: series.effect, drift: undefined, failures},
			how: describeSides(series),
			lastAa: findLastAa(sets[0].runs[0].run.hosts.server),
		},
		{folder, isNew: false, format, failOn},
	);
	if (failures.length > 0) {
		process.exitCode = EXIT_FAILED;
	}
}

async function begin(argv: Arguments, folder: string): Promise<Series> {
	const names = argv.images === undefined ? [] : readNames('--images', argv.images);
	const [kernelA, kernelB = kernelA] = names;
	if (kernelA === undefined || kernelB === undefined || names.length > 2) {
		throw new UsageError(
			'--images takes one kernel or two, as in linux-image-6.1.0-56-cloud-amd64,~/linux',
		);
	}

	const boots = readNumber('--boots', argv.boots, 1, 'whole');
	const study = findStudy(argv.study);
	const overrides = await readOverrides(argv, study);
	const design = {kind: grows(argv.fresh, overrides) ? ('growing' as const) : ('sweep' as const)};
	// What is wrong is told of before anything is booted.
	await findImage(kernelA);
	await findImage(kernelB);
	const memoryMiB =
		optional(argv.memory, given => readNumber('--memory', given, 256, 'whole')) ??
		OWN_MIB + Math.ceil(((await mostOf(study, overrides)) * BYTES_PER_CONNECTION) / MIB);
	const accelerator = await chooseAccelerator(argv.accel, kernelA);
	const {seed, ...others} = overrides;
	const common = {accelerator, memoryMiB, cpus: CPUS};
	const guests: [GuestOrder, GuestOrder] = [
		{...common, kernel: kernelA, append: argv.append},
		{...common, kernel: kernelB, append: [argv.append, argv.appendB ?? ''].join(' ').trim()},
	];
	const series: Series = {
		schema: SCHEMA,
		kind: 'kernels',
		startedAt: new Date().toISOString(),
		study: argv.study,
		overrides: JSON.parse(JSON.stringify(others)) as Series['overrides'],
		design,
		cpus: {},
		tune: false,
		effect: readShare('--effect', argv.effect),
		members: membersOf(guests, boots, seed),
	};
	makeFolder(folder);
	seriesFile.write(folder, series);
	return series;
}

/** The largest population of the plan. */
async function mostOf(study: Study, overrides: Overrides): Promise<number> {
	const subject = await findSubject(study.subject);
	const {vary, set} = readWanted(study, subject, overrides, {kind: 'sweep'});
	const {population} = subject;
	const levels = vary[population] ?? set[population] ?? 0;
	return Math.max(...[levels].flat().map(level => Number(level) || 0));
}

/** Unless cells are to be fresh; a population that has lost members is no ground for the next cell. */
function grows(fresh: boolean | undefined, {inject}: Overrides): boolean {
	return fresh !== true && inject?.includes('lose') !== true;
}

/** A and B by turns; which comes first is drawn for each pair. */
function membersOf(
	guests: readonly [GuestOrder, GuestOrder],
	boots: number,
	seed: number,
): Member[] {
	const random = seededRandom(seed);
	return Array.from({length: boots}, (_, index) => index + 1).flatMap(number =>
		(random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const)).map(side => {
			const guest = guests[side];
			const {kernel, append} = guest;
			return {
				folder: join(sideNames[side], String(number)),
				// The boots of a pair have the same order of cells, and each pair another.
				seed: seed + number - 1,
				title: `${sideNames[side]}, ${[kernel, append].join(' ').trim()}, ${describeGuest(guest)}`,
				guest,
			};
		}),
	);
}

/** What A and B are, and how they were compared. */
function describeSides({members}: Series): string {
	const [a, b] = sideNames.map(side => {
		const guest = members.find(({folder}) => folder.startsWith(side))?.guest;
		return `${guest?.kernel ?? ''} ${guest?.append ?? ''}`.trim();
	});
	return `A is ${a ?? ''}, B is ${b ?? ''}, ${members.length / 2} boots of each by turns, each one value.`;
}

/** Undefined where not one boot of a side has begun its run. */
async function readSets(folder: string): Promise<[RunSet, RunSet] | undefined> {
	try {
		const [a, b] = [
			await readRunSet(join(folder, sideNames[0]), tell),
			await readRunSet(join(folder, sideNames[1]), tell),
		];
		return [a, b];
	} catch (error) {
		if (error instanceof Failure) {
			return undefined;
		}

		throw error;
	}
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
