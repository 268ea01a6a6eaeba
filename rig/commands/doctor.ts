// deadweight doctor: what this machine can carry, what stops it from carrying more, what raises it.
import type {Argv} from 'yargs';
import {interruption} from '../interruption.js';
import {type Factor, readLevel, resolveLevels} from '../method/factor.js';
import {formatCount, formatSeconds} from '../method/format.js';
import {describeNote, groupNotes} from '../output/notes.js';
import {watchNothing} from '../output/progress.js';
import {layOut} from '../output/table.js';
import {tell} from '../output/tell.js';
import type {Facts} from '../record/facts.js';
import {toJson} from '../record/json.js';
import {axesOf} from '../run/axes.js';
import {planRun} from '../run/experiment.js';
import {sortOutSteps} from '../run/feasibility.js';
import {guessOf} from '../run/guess.js';
import type {Overrides} from '../run/wanted.js';
import {findStudy, type Study} from '../run/study.js';
import {type Diagnosis, diagnose} from '../site/budget/diagnosis.js';
import {withLocalHost} from '../site/local.js';
import {findSubject} from '../subjects/subject.js';
import {readOverrides, studyOptions} from './study-options.js';

export const command = 'doctor [study]';
export const describe = 'tell what this machine can carry, what limits it, and what raises that';

/** Whose subject a machine is to carry, where no study is named; and how many: the most of 2002. */
const STUDY = 'quick';
const POPULATION = 60_000;

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {type: 'string', describe: 'tell what a run of it would take here'})
		.options({
			...studyOptions,
			inventory: {type: 'string', describe: 'machines of a lab, for a study'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document'},
		})
		.example('$0 doctor --dead 200000', 'what stands between this machine and 200 000')
		.example('$0 doctor quick', 'which of its cells this machine can carry, and for how long')
		.implies('inventory', 'study')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const study = findStudy(argv.study ?? STUDY);
	const overrides = await readOverrides(argv, study);
	const signal = interruption();
	process.stdout.write(
		argv.study === undefined
			? await examine(study, overrides, argv.json, signal)
			: await planStudy(study, overrides, argv, signal),
	);
}

/** What this machine carries of a study's subject, with each level of its contender. */
async function examine(
	study: Study,
	{vary, set}: Overrides,
	json: boolean,
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
	const [facts, options] = await withLocalHost(
		async host =>
			[await host.facts(), (await subject.probes[contender]?.(host, 'all', signal)) ?? []] as const,
	);
	const diagnoses = options.map(option =>
		diagnose(limits, {facts, option, ends: 'both', active}, count),
	);
	if (json) {
		return toJson({
			facts,
			[population]: count,
			active,
			options: diagnoses.map(({name, carries, ...diagnosis}) => ({
				[contender]: name,
				...diagnosis,
				carries: carries && {...carries, [population]: carries.count},
			})),
		});
	}

	const {label} = factors[population] as Factor;
	return [
		describeFacts(facts),
		'',
		describeDiagnoses(diagnoses, {contender, what: `${formatCount(count)} ${label.toLowerCase()}`}),
		'',
	].join('\n');
}

/** What a run of a study would take: cells, time, and what stands against the rest. */
async function planStudy(
	study: Study,
	overrides: Overrides,
	{json, inventory}: Pick<Arguments, 'json' | 'inventory'>,
	signal: AbortSignal,
): Promise<string> {
	const {run, subject} = await planRun(
		{study, overrides, design: {kind: 'sweep'}, cpus: {}, inventory, tune: false},
		{signal, announce: tell, watch: watchNothing},
	);
	const {feasible, notRun} = sortOutSteps(run, subject);
	const guess = guessOf(run, subject);
	const seconds = feasible.reduce((sum, step) => sum + guess(step), 0);
	const axes = axesOf(run.settings, subject);
	const notes = groupNotes(notRun, axes);
	return json
		? toJson({settings: run.settings, cells: feasible.length, seconds, notes})
		: [
				`${study.name}: ${run.plan.length} cells, of which can be carried ${feasible.length}: about ${formatSeconds(seconds)}`,
				...notes.map(note => describeNote(note, axes)),
				'',
			].join('\n');
}

function describeFacts(facts: Facts): string {
	const {kernel, cpuModel, cpus, memory, limits, platform, sysctls} = facts;
	const mebibytes = (bytes: number) => `${formatCount(bytes / 2 ** 20)} MiB`;
	const rows = [
		['kernel', kernel],
		['CPUs', `${cpus.length} × ${cpuModel} (${cpus.join(',')})`],
		['memory', `${mebibytes(memory.availableBytes)} of ${mebibytes(memory.totalBytes)} available`],
		['RLIMIT_NOFILE (hard)', String(limits.openFiles ?? 'unlimited')],
		['RLIMIT_MEMLOCK (hard)', String(limits.lockedMemoryBytes ?? 'unlimited')],
		['instruction counters', platform['instruction counters'] ?? 'unknown'],
		...Object.entries(sysctls).map(([name, value]) => [name, value ?? '(not on this kernel)']),
	];
	return layOut(['this machine', ''], rows, []);
}

function describeDiagnoses(
	diagnoses: readonly Diagnosis[],
	{contender, what}: {contender: string; what: string},
): string {
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
	return [
		layOut([contender, 'can carry', 'stopped by'], rows, [1]),
		'',
		raises.length > 0
			? `To carry ${what}:\n${raises.join('\n')}`
			: `Nothing stands between this machine and ${what}.`,
	].join('\n');
}
