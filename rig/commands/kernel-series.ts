// A comparison of kernels as a series of boots: from what the command line says to what is played.
import {join} from 'node:path';
import {describe, UsageError} from '../failure.js';
import {seededRandom} from '../method/random.js';
import {watchNothing} from '../output/progress.js';
import {tell} from '../output/tell.js';
import {describeGuest, type GuestOrder} from '../record/guest.js';
import {SCHEMA} from '../record/row.js';
import type {Member, Series} from '../record/series-file.js';
import {planRun} from '../run/experiment.js';
import {type DesignOrder, type Overrides, readWanted} from '../run/wanted.js';
import {findStudy, type Study} from '../run/study.js';
import {findAccelerator} from '../site/guest/accelerator.js';
import {findFunctionPlugin} from '../site/guest/function-plugin.js';
import {kernelCache} from '../site/guest/image.js';
import {canCompile} from '../site/guest/compile.js';
import {refuseMissing} from '../site/guest/needed.js';
import {refuseTooLarge} from '../site/guest/prepare-guest.js';
import {findSubject, titleOf} from '../subjects/subject.js';
import {bootable, kernelTitle, readImages} from './kernel-images.js';
import {readNumber} from './lists.js';
import {optional, readOverrides, readShare, type StudyArguments} from './study-options.js';

/** Both ends of a connection, and what a guest takes for itself. */
const BYTES_PER_CONNECTION = 14 * 1024;
const OWN_MIB = 1024;
const MIB = 1024 ** 2;
/** With less a guest cannot unpack what it boots into. */
const LEAST_MIB = 512;
/** What is run in a guest, where nothing else is said. */
const STUDY = 'kernels';
/** Processors of a guest; one that counts has one. */
const CPUS = 2;
/** Of each kernel. */
const BOOTS = {time: 3, instructions: 2} as const;
/** The smallest effect that matters: what is timed in a guest does not tell less, what is counted does. */
const EFFECTS = {time: 0.03, instructions: 0.005} as const;

/** The sides of a comparison, and their folders. */
export const sideNames = ['A', 'B'] as const;

/** What the command line says. */
export type SeriesArguments = StudyArguments & {
	readonly study?: string | undefined;
	readonly images?: string | undefined;
	readonly kernelConfig?: string | undefined;
	readonly append?: string | undefined;
	readonly appendB?: string | undefined;
	readonly injectB?: string | undefined;
	readonly boots?: number | undefined;
	readonly accel?: 'auto' | 'kvm' | 'tcg' | undefined;
	readonly count?: 'time' | 'instructions' | undefined;
	readonly explain?: boolean | undefined;
	readonly fresh?: boolean | undefined;
	readonly memory?: number | undefined;
	readonly effect?: string | undefined;
};

type Count = keyof typeof BOOTS;

/**
 * The boots of a comparison. What is wrong is told of before anything is booted.
 * @throws UsageError, Failure
 */
export async function planSeries(argv: SeriesArguments, signal: AbortSignal): Promise<Series> {
	const images = readImages(argv.images);
	const name = argv.study ?? STUDY;
	const study = findStudy(name);
	const given = await readOverrides(argv, study);
	const plantedInB = [argv.inject, argv.injectB].filter(Boolean).join(',') || undefined;
	const design = {kind: grows(argv.fresh, plantedInB) ? ('growing' as const) : ('sweep' as const)};
	const own = optional(argv.memory, mib => readNumber('--memory', mib, LEAST_MIB, 'whole'));
	const asked = optional(argv.boots, boots => readNumber('--boots', boots, 1, 'whole'));
	const effect = optional(argv.effect, share => readShare('--effect', share));
	const memoryMiB =
		own ?? OWN_MIB + Math.ceil(((await mostOf(study, given)) * BYTES_PER_CONNECTION) / MIB);
	refuseMissing();
	refuseTooLarge({memoryMiB});
	await refuseUnknown({study, overrides: {...given, inject: plantedInB}, design}, signal);
	const [kernelA, kernelB] = await bootable(images, argv.kernelConfig, signal);
	const {accelerator, count} = await chooseGuest(argv, kernelA, study);
	const overrides = count === 'time' ? given : await countedOf(study, given);
	if (count === 'instructions') {
		await refuseUnknown({study, overrides, design}, signal);
	}

	const {seed, ...others} = overrides;
	const common = {
		...{accelerator, memoryMiB},
		...(count === 'time' ? {cpus: CPUS} : {cpus: 1, count}),
		...(argv.explain === true && findExplain(count)),
	};
	const append = argv.append ?? '';
	const guests: [GuestOrder, GuestOrder] = [
		{...common, kernel: kernelA, append},
		{...common, kernel: kernelB, append: [append, argv.appendB ?? ''].join(' ').trim()},
	];
	return {
		schema: SCHEMA,
		kind: 'kernels',
		startedAt: new Date().toISOString(),
		study: name,
		overrides: JSON.parse(JSON.stringify(others)) as Series['overrides'],
		design,
		cpus: {},
		tune: false,
		effect: effect ?? EFFECTS[count],
		members: membersOf(guests, asked ?? BOOTS[count], seed, argv.injectB && plantedInB),
	};
}

/** Names that no host has, as of a mechanism, are unknown to this machine too. */
async function refuseUnknown(
	order: {study: Study; overrides: Overrides; design: DesignOrder},
	signal: AbortSignal,
): Promise<void> {
	await planRun({...order, cpus: {}, tune: false}, {signal, announce: tell, watch: watchNothing});
}

/** How guests run, and what their clock counts: instructions, where processors are emulated anyway. */
async function chooseGuest(
	{accel = 'auto', count: asked}: SeriesArguments,
	kernel: string,
	study: Study,
): Promise<{accelerator: 'kvm' | 'tcg'; count: Count}> {
	const {counted} = await findSubject(study.subject);
	if (asked === 'instructions') {
		if (accel === 'kvm') {
			throw new UsageError(
				'--count instructions goes with no --accel kvm: only an emulated processor counts them exactly',
			);
		}

		if (counted === undefined) {
			throw new UsageError(
				`--count instructions: ${study.name} is a study of ${titleOf(study.subject)}, which does not count them; --count time measures it`,
			);
		}

		return {accelerator: 'tcg', count: 'instructions'};
	}

	const accelerator = await chooseAccelerator(accel, kernel);
	const count = asked ?? (accelerator === 'tcg' && counted ? 'instructions' : 'time');
	if (asked === undefined && count === 'instructions') {
		tell('times say little where processors are emulated: instructions are counted (--count time)');
	}

	return {accelerator, count};
}

/** A comparison that cannot be explained is made all the same. @throws UsageError where nothing is counted. */
function findExplain(count: Count): Pick<GuestOrder, 'explain'> {
	if (count === 'time') {
		throw new UsageError('--explain counts instructions: it goes with --count instructions only');
	}

	try {
		findFunctionPlugin(kernelCache());
		return {explain: true};
	} catch (error) {
		tell(`--explain is left out: ${describe(error)}`);
		return {};
	}
}

/** What the subject asks of a host that counts, where nothing else was said. */
async function countedOf(study: Study, given: Overrides): Promise<Overrides> {
	const {counted} = await findSubject(study.subject);
	const isFree = (name: string) => !(name in study.vary) && given.vary?.[name] === undefined;
	const compiles = canCompile();
	if (!compiles && counted?.twins !== undefined) {
		tell(
			'no C compiler here: what is compared is a program of Node.js, which repeats less well (apt-get install gcc libc6-dev)',
		);
	}

	const wanted = {...counted?.set, ...(compiles && counted?.twins)};
	const set = Object.entries(wanted).filter(([name]) => isFree(name));
	return {
		...given,
		measures: given.measures ?? counted?.measures,
		repeats: given.repeats ?? 1,
		set: {...Object.fromEntries(set), ...given.set},
	};
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
function grows(fresh: boolean | undefined, planted: string | undefined): boolean {
	return fresh !== true && planted?.includes('lose') !== true;
}

/** A and B by turns; which comes first is drawn for each pair. */
function membersOf(
	guests: readonly [GuestOrder, GuestOrder],
	boots: number,
	seed: number,
	injectInB: string | undefined,
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
				title: `${sideNames[side]}, ${[kernelTitle(kernel), append].join(' ').trim()}, ${describeGuest(guest)}`,
				// What is drawn for a guest that counts is another matter in each pair, too.
				guest: guest.count === undefined ? guest : {...guest, seed: seed + number - 1},
				...(side === 1 && injectInB !== undefined && {inject: injectInB}),
			};
		}),
	);
}

async function chooseAccelerator(
	asked: 'auto' | 'kvm' | 'tcg',
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
