// deadweight doctor: what this machine can carry, what stops it from carrying more, what raises it.
import type {Argv} from 'yargs';
import {UsageError} from '../failure.js';
import {interruption} from '../interruption.js';
import {type Factor, readLevel, resolveLevels} from '../method/factor.js';
import {formatCount} from '../method/format.js';
import type {Format} from '../output/formats.js';
import {formatListing, type Part} from '../output/listing.js';
import type {Facts} from '../record/facts.js';
import type {Overrides} from '../run/wanted.js';
import {findStudy, type Study} from '../run/study.js';
import {type Diagnosis, diagnose} from '../site/budget/diagnosis.js';
import {OWN_LIMIT} from '../site/budget/mechanism.js';
import {withThisHost} from '../site/here.js';
import {findPrograms, findSubject} from '../subjects/subject.js';
import {formatOptions, readFormat} from './format-options.js';
import {describePlan} from './plan-text.js';
import {readCpuChoice, readOverrides, studyOptions} from './study-options.js';

/** Whose subject a machine is to carry, where no study is named; and how many: the most of 2002. */
const STUDY = 'quick';
const POPULATION = 60_000;

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {
			type: 'string',
			describe: 'study: say what a run of it would take here [none: what this machine can carry]',
		})
		.options({
			...studyOptions,
			inventory: {type: 'string', describe: 'machines of a lab, for a study'},
			...formatOptions,
		})
		.example('$0 doctor --dead 200000', 'what stands between this machine and 200 000')
		.example('$0 doctor quick', 'which of its cells this machine can carry, and for how long')
		.implies('inventory', 'study')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	const study = findStudy(argv.study ?? STUDY);
	const overrides = await readOverrides(argv, study);
	const signal = interruption();
	if (argv.study === undefined) {
		refusePlan(argv);
		process.stdout.write(await examine(study, overrides, format, signal));
		return;
	}

	const {inventory} = argv;
	const order = {
		...{study, overrides, inventory, cpus: readCpuChoice(argv), tune: false},
		design: {kind: 'sweep'} as const,
	};
	process.stdout.write(await describePlan(order, format, signal));
}

/** Without a study nothing is planned. @throws UsageError where an option is about a plan. */
function refusePlan(argv: Arguments): void {
	const ofPlans = ['x', 'measures', 'repeats', 'retries', 'seed', 'inject'];
	const given = [...ofPlans, 'server-cpus', 'load-cpus', 'dead-cpus'].find(
		name => (argv as Readonly<Record<string, unknown>>)[name] !== undefined,
	);
	if (given !== undefined) {
		throw new UsageError(
			`--${given} is about the cells of a study: name one, as in deadweight doctor ${STUDY}`,
		);
	}
}

/** What this machine carries of a study's subject, with each level of its contender. */
async function examine(
	study: Study,
	{vary, set}: Overrides,
	format: Format,
	signal: AbortSignal,
): Promise<string> {
	const subject = await findSubject(study.subject);
	const {factors, contender, population, limits} = subject;
	const given = Object.fromEntries(
		Object.entries({...vary, ...set}).map(([name, text]) => [
			name,
			readLevel(name, factors[name] as Factor, text, `--${name} ${text}`),
		]),
	);
	const {levels} = resolveLevels({[population]: POPULATION, ...given}, {}, factors);
	const count = Number(levels[population]);
	const active = subject.active(levels);
	const [facts, options] = await withThisHost(
		await findPrograms(),
		async host =>
			[
				await host.facts(),
				(await subject.probes[contender]?.(host, 'all', signal, {})) ?? [],
			] as const,
	);
	const diagnoses = options.map(option =>
		diagnose(limits, {facts, option, ends: 'both', active, levels}, count),
	);
	const document = {
		facts,
		[population]: count,
		active,
		options: diagnoses.map(({name, carries, ...diagnosis}) => ({
			[contender]: name,
			...diagnosis,
			carries: carries && {...carries, [population]: carries.count},
		})),
	};
	const {label} = factors[population] as Factor;
	const what = `${formatCount(count)} ${label.toLowerCase()}`;
	const parts = [describeFacts(facts), ...describeDiagnoses(diagnoses, {contender, what})];
	return formatListing(parts, document, format);
}

function describeFacts(facts: Facts): Part {
	const {kernel, cpuModel, cpus, memory, limits, platform, sysctls} = facts;
	const mebibytes = (bytes: number) => `${formatCount(bytes / 2 ** 20)} MiB`;
	const rows = [
		['kernel', kernel],
		['CPUs', `${cpus.length} × ${cpuModel} (${cpus.join(',')})`],
		['memory', `${mebibytes(memory.availableBytes)} of ${mebibytes(memory.totalBytes)} available`],
		['RLIMIT_NOFILE (hard)', String(limits.openFiles ?? 'unlimited')],
		['RLIMIT_MEMLOCK (hard)', String(limits.lockedMemoryBytes ?? 'unlimited')],
		['instruction counters', platform['instruction counters'] ?? 'unknown'],
		...quotaRows(platform['cgroup cpu.max']),
		...Object.entries(sysctls).map(([name, value]) => [name, value ?? '(not here)']),
	];
	return {header: ['this machine', ''], rows, right: []};
}

/** A quota of processor time, where there is one: "max" and -1 are none. */
function quotaRows(quota: string | undefined): string[][] {
	return quota === undefined || /^(max|-1)/.test(quota)
		? []
		: [['cgroup cpu.max', `${quota}: cells that meet this limit are not valid; take it away`]];
}

function describeDiagnoses(
	diagnoses: readonly Diagnosis[],
	{contender, what}: {contender: string; what: string},
): Part[] {
	const rows = diagnoses.map(({name, ok, reason, carries}) => [
		name,
		ok ? (carries === null ? 'no limit found' : formatCount(carries.count)) : 'not here',
		ok ? (carries === null ? '' : `${carries.limit} = ${carries.value}`) : (reason ?? ''),
	]);
	const shortages = new Map(
		diagnoses.flatMap(({shortages}) => shortages.map(shortage => [shortage.limit, shortage])),
	);
	const raises = [...shortages.values()].map(
		({limit, value, needed, remedy}) => `  ${limit}: is ${value}, needed ${needed}: ${remedy}`,
	);
	const bounded = diagnoses.filter(({shortages}) => shortages.length > 0).map(({name}) => name);
	// Others carry so many: that is no lack of this machine.
	const isOwn = [...shortages.keys()].every(limit => limit === OWN_LIMIT);
	const isFree = bounded.length === 0 || (isOwn && bounded.length < diagnoses.length);
	return [
		{header: [contender, 'can carry', 'stopped by'], rows, right: [1]},
		...(raises.length > 0
			? [
					isFree
						? `${bounded.join(', ')}:\n${raises.join('\n')}`
						: `To carry ${what}:\n${raises.join('\n')}`,
				]
			: []),
		...(isFree ? [`Nothing stands between this machine and ${what}.`] : []),
	];
}
