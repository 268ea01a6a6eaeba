// deadweight kernels: two kernels, or two settings of one, in guests on this machine.
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {quantity} from '../../programs/command-line.js';
import {describe as describeError, EXIT_FAILED, EXIT_INTERRUPTED, Failure} from '../failure.js';
import {interruption} from '../interruption.js';
import {writeArtefacts} from '../output/artefacts.js';
import {conclude} from '../output/conclusion.js';
import type {Format} from '../output/formats.js';
import {watchFor} from '../output/progress.js';
import {formatListing} from '../output/listing.js';
import {shellWord} from '../output/shell-word.js';
import {tell} from '../output/tell.js';
import {findLastAa} from '../record/aa.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {type Member, type Series, seriesFile} from '../record/series-file.js';
import {type Verdict, verdicts} from '../method/statistics/verdict.js';
import {readRunSet, type RunSet} from '../run/run-set.js';
import {playSeries} from '../run/series.js';
import {unknownWords} from '../site/guest/boot-watch.js';
import {cachedKernels, offeredKernels} from '../site/guest/image.js';
import {fits} from '../site/guest/prepare-guest.js';
import {finishComparison} from './compare.js';
import {formatOptions, outOption, quietOption, readFormat} from './format-options.js';
import {kernelTitle} from './kernel-images.js';
import {planSeries, sideNames} from './kernel-series.js';
import {readNumber} from './lists.js';
import {optional, studyOptions, whatIsKept} from './study-options.js';
import {bisectCodeOf, EXIT_CANNOT_JUDGE, failOnOption, readFailOn} from './verdict-options.js';

const guestOptions = {
	'kernel-config': {
		type: 'string',
		describe:
			'configuration of kernels that are built (TREE@REF) [what a guest needs, and no more]',
	},
	append: {type: 'string', describe: 'words for the kernel command line of both sides'},
	'append-b': {
		type: 'string',
		describe: 'words for the kernel command line of B alone, as in mitigations=off',
	},
	'inject-b': {type: 'string', describe: 'faults that are planted in B alone, as in slow=1%'},
	boots: quantity('count', {
		describe:
			'boots of each kernel; a boot is one value [2 where instructions are counted, else 3]',
	}),
	accel: {
		choices: ['auto', 'kvm', 'tcg'] as const,
		describe:
			'auto, which is the default: KVM where a guest really runs under it, else software emulation',
	},
	count: {
		choices: ['instructions', 'time'] as const,
		describe:
			'what is compared: instructions, exactly, on an emulated processor, whose times are virtual; or times [instructions where only emulation is to be had]',
	},
	explain: {
		type: 'boolean',
		describe:
			'which kernel functions the instructions lie in, by a plugin of QEMU (boots take twice as long)',
	},
	fresh: {
		type: 'boolean',
		describe: 'each cell has programs of its own; else those of a line of the graph stay, and grow',
	},
	memory: quantity('count', {describe: 'memory of a guest in MiB [what the plan takes]'}),
	effect: {
		type: 'string',
		describe: 'the smallest change that matters [0.5% where instructions are counted, else 3%]',
	},
} as const;

export function builder(yargs: Argv) {
	return yargs
		.options({
			images: {
				type: 'string',
				describe:
					'A,B: packages of Debian, paths of a vmlinuz, built trees, or TREE@REF, which is built from that commit; one: against itself',
			},
			study: {type: 'string', describe: 'study that is run in each boot [kernels]'},
			...studyOptions,
			...guestOptions,
			'fail-on': {
				...failOnOption['fail-on'],
				describe: `exit as git bisect run wants it (see below), where a verdict on B is in this list, of ${verdicts.join(', ')}`,
			},
			list: {
				type: 'boolean',
				describe: 'list the kernels that are cached, and that can be fetched',
			},
			resume: {type: 'string', describe: 'go on with the interrupted comparison in this folder'},
			'at-once': quantity('count', {
				describe:
					'how many boots run at the same time [2 where instructions are counted and they fit]',
			}),
			...outOption('results/kernels-<time>'),
			...formatOptions,
			...quietOption,
		})
		.conflicts('resume', [...whatIsKept, 'images', ...Object.keys(guestOptions)])
		.example('$0 kernels --list', '')
		.example(
			'$0 kernels --images linux-image-6.1.0-56-cloud-amd64,linux-image-6.12-cloud-amd64',
			'',
		)
		.example('$0 kernels --images ~/linux --append-b mitigations=off', 'two settings of one kernel')
		.epilogue(
			'Boots of A and B follow each other in random order; the points of a boot are averaged, boots are compared. ' +
				'An emulated processor is about 30 times slower than a real one: compare within it, never across. ' +
				'Exit status: 0 compared, 1 nothing to be said, or a boot failed, 2 bad usage, 130 interrupted. ' +
				'With --fail-on as git bisect run wants it: 0 no such verdict, 1 one that it names, ' +
				'125 cannot be judged (no boot, a part that is missing, one cannot tell), 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	if (argv.list === true) {
		await listKernels(format);
		return;
	}

	try {
		await compareKernels(argv, format, readFailOn(argv.failOn));
	} catch (error) {
		// To git bisect run a kernel that cannot be booted is neither good nor bad.
		throw argv.failOn === undefined ||
			(error instanceof Failure && error.exitCode === EXIT_INTERRUPTED)
			? error
			: new Failure(describeError(error), EXIT_CANNOT_JUDGE);
	}
}

async function compareKernels(
	argv: Arguments,
	format: Format,
	failOn: readonly Verdict[],
): Promise<void> {
	const signal = interruption();
	const folder = argv.resume ?? chooseFolder(argv.out, 'kernels');
	const asked = optional(argv.atOnce, given => readNumber('--at-once', given, 1, 'whole'));
	const series =
		argv.resume === undefined ? await planSeries(argv, signal) : seriesFile.read(folder);
	if (argv.resume === undefined) {
		makeFolder(folder);
		seriesFile.write(folder, series);
	}

	const atOnce = asked ?? roomFor(series);
	const unknown = new Set<string>();
	const {failures, interrupted} = await playSeries(
		series,
		folder,
		{signal, announce: tell, watch: watchFor(argv, atOnce)},
		{
			begins({title}, place) {
				tell(`boot ${place} of ${series.members.length}: ${title}`);
			},
			// Each boot has its own graph, table and report.
			async ended(member, outcome) {
				tellUnknown(member, outcome.folder, unknown);
				await writeArtefacts(outcome.folder, (await conclude(outcome)).results);
			},
		},
		atOnce,
	);
	if (interrupted) {
		throw new Failure(
			`interrupted: finished cells are kept; deadweight kernels --resume ${shellWord(folder)} goes on`,
			EXIT_INTERRUPTED,
		);
	}

	const sets = await readSets(folder);
	if (sets === undefined) {
		throw new Failure(`there is nothing to compare: ${[...new Set(failures)].join('; ')}`);
	}

	const comparison = await finishComparison(
		sets,
		{
			...{effect: series.effect, drift: undefined, failures},
			how: describeSides(series),
			lastAa: findLastAa(sets[0].runs[0].run.hosts.server),
		},
		{folder, isNew: false, format, failOn},
	);
	if (failOn.length > 0) {
		process.exitCode =
			comparison === undefined ? EXIT_CANNOT_JUDGE : bisectCodeOf(comparison, failOn);
	}

	// What was worse in the boots that there were is worse.
	if (failures.length > 0 && process.exitCode !== EXIT_FAILED) {
		process.exitCode = failOn.length > 0 ? EXIT_CANNOT_JUDGE : EXIT_FAILED;
	}
}

/** Boots beside each other: what is counted does not see who else has the processors. */
function roomFor({members}: Series): number {
	const guests = members.flatMap(({guest}) => guest ?? []);
	const isCounted = guests.every(({count}) => count === 'instructions');
	const most = Math.max(...guests.map(({memoryMiB}) => memoryMiB));
	return isCounted && availableParallelism() > 1 && fits({memoryMiB: 2 * most}) ? 2 : 1;
}

/** Words of a kernel's command line that it does not know have no effect: each is told once. */
function tellUnknown({folder: name, guest}: Member, folder: string, told: Set<string>): void {
	const given = (guest?.append ?? '').split(/\s+/);
	for (const word of unknownWords(`${folder}-console-1.log`).filter(each => given.includes(each))) {
		const side = name.split('/', 1)[0] ?? '';
		if (!told.has(`${side} ${word}`)) {
			told.add(`${side} ${word}`);
			tell(`the kernel of ${side} does not know ${word}: it has no effect there`);
		}
	}
}

/** What A and B are, and how they were compared. */
function describeSides({members}: Series): string {
	const [a, b] = sideNames.map(side => {
		const guest = members.find(({folder}) => folder.startsWith(side))?.guest;
		return `${kernelTitle(guest?.kernel ?? '')} ${guest?.append ?? ''}`.trim();
	});
	const isCounted = members.some(({guest}) => guest?.count === 'instructions');
	return (
		`A is ${a ?? ''}, B is ${b ?? ''}, ${members.length / 2} boots of each by turns, each one value.` +
		(isCounted
			? ' Instructions are counted by the clock of the guest; its times and rates are virtual. How far boots are apart is pooled over all points.'
			: '')
	);
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

async function listKernels(format: Format): Promise<void> {
	const [cached, offered] = [cachedKernels(), await offeredKernels()];
	const rows = [...new Set([...cached, ...offered])].map(name => [
		name,
		cached.includes(name) ? 'cached' : 'can be fetched',
	]);
	process.stdout.write(
		formatListing([{header: ['kernel', ''], rows, right: []}], {cached, offered}, format),
	);
}
