// deadweight doctor: what this machine can carry, what stops it from carrying more, what raises it.
import {toJson} from '../record/json.js';
import {tell} from '../output/tell.js';
import type {Argv} from 'yargs';
import {type Diagnosis, diagnose} from '../site/budget/diagnosis.js';
import type {Facts} from '../agent/protocol.js';
import {withLocalHost} from '../site/local-host.js';
import {planExperiment} from '../run/experiment.js';
import {interruption} from '../interruption.js';
import {formatCount, formatSeconds} from '../output/format.js';
import {describeNote, groupNotes} from '../output/notes.js';
import {layOut} from '../output/table.js';
import {TimeLeft} from '../output/time-left.js';
import {sortOutCells} from '../run/feasibility.js';
import {listMechanisms} from '../subjects/mechanisms.js';
import {findStudy} from '../run/study.js';
import {subjectOf} from '../subjects/subject.js';
import {findDphttpdLimits} from '../subjects/dphttpd/subject.js';
import {wordsOf} from '../subjects/labels.js';
import {readNumber} from './lists.js';

export const command = 'doctor [study]';
export const describe = 'tell what this machine can carry, what limits it, and what raises that';

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {type: 'string', describe: 'tell what a run of it would take here'})
		.options({
			dead: {type: 'number', default: 60_000, describe: 'dead connections to be carried'},
			connections: {type: 'number', default: 100, describe: 'active connections'},
			inventory: {type: 'string', describe: 'machines of a lab, for a study'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document'},
		})
		.example('$0 doctor --dead 200000', 'what stands between this machine and 200 000')
		.example('$0 doctor dphttpd-smp', 'which of its cells this machine can carry, and for how long')
		.implies('inventory', 'study')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const dead = readNumber('--dead', argv.dead, 0, 'whole');
	const connections = readNumber('--connections', argv.connections, 1, 'whole');
	const signal = interruption();
	if (argv.study !== undefined) {
		await planStudy(argv.study, argv, signal);
		return;
	}

	const [facts, mechanisms] = await withLocalHost(
		async host => [await host.facts(), await listMechanisms(host, 'dphttpd', signal)] as const,
	);
	const limits = await findDphttpdLimits();
	const diagnoses = mechanisms.map(mechanism =>
		diagnose(limits, {facts, mechanism, ends: 'both', active: connections}, dead),
	);
	process.stdout.write(
		argv.json
			? toJson({facts, dead, connections, mechanisms: diagnoses})
			: [describeFacts(facts), '', describeDiagnoses(diagnoses, dead), ''].join('\n'),
	);
}

/** What a run of a study would take: cells, time, and what stands against the rest. */
async function planStudy(
	name: string,
	{json, inventory}: Pick<Arguments, 'json' | 'inventory'>,
	signal: AbortSignal,
): Promise<void> {
	const study = await findStudy(name);
	const run = await planExperiment(
		{study, overrides: {seed: 0}, cpus: {}, inventory},
		signal,
		tell,
	);
	const subject = await subjectOf(run.settings);
	const {feasible, notRun} = sortOutCells(run, subject);
	const {seconds} = new TimeLeft(feasible, subject);
	const notes = groupNotes(notRun);
	if (json) {
		const document = {settings: run.settings, cells: feasible.length, seconds, notes};
		process.stdout.write(toJson(document));
		return;
	}

	const words = wordsOf(run.settings.subject);
	process.stdout.write(
		[
			`${name}: ${run.plan.length} cells, of which can be carried ${feasible.length}: about ${formatSeconds(seconds)}`,
			...notes.map(note => describeNote(note, words)),
			'',
		].join('\n'),
	);
}

function describeFacts({kernel, cpuModel, cpus, memory, limits, sysctls}: Facts): string {
	const mebibytes = (bytes: number) => `${formatCount(bytes / 2 ** 20)} MiB`;
	const rows = [
		['kernel', kernel],
		['CPUs', `${cpus.length} × ${cpuModel} (${cpus.join(',')})`],
		['memory', `${mebibytes(memory.availableBytes)} of ${mebibytes(memory.totalBytes)} available`],
		['RLIMIT_NOFILE (hard)', String(limits.openFiles ?? 'unlimited')],
		['RLIMIT_MEMLOCK (hard)', String(limits.lockedMemoryBytes ?? 'unlimited')],
		...Object.entries(sysctls).map(([name, value]) => [name, value ?? '(not on this kernel)']),
	];
	return layOut(['this machine', ''], rows, []);
}

function describeDiagnoses(diagnoses: readonly Diagnosis[], dead: number): string {
	const rows = diagnoses.map(({mechanism, ok, reason, carries}) => [
		mechanism,
		ok ? (carries === null ? 'no limit found' : formatCount(carries.dead)) : 'not here',
		ok ? (carries === null ? '' : `${carries.limit} = ${carries.value}`) : (reason ?? ''),
	]);
	const shortages = new Map(
		diagnoses.flatMap(({shortages}) => shortages.map(shortage => [shortage.limit, shortage])),
	);
	const raises = [...shortages.values()].map(
		({limit, value, needed, remedy}) => `  ${limit}: is ${value}, needed ${needed}: ${remedy}`,
	);
	return [
		layOut(['mechanism', 'can carry', 'stopped by'], rows, [1]),
		'',
		raises.length > 0
			? `To carry ${formatCount(dead)} dead connections:\n${raises.join('\n')}`
			: `Nothing stands between this machine and ${formatCount(dead)} dead connections.`,
	].join('\n');
}
