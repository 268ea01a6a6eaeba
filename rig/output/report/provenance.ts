// Where and with what a run was made, as a table.
import {basename} from 'node:path';
import type {Facts, Tuned} from '../../record/facts.js';
import type {Lab} from '../../record/lab.js';
import {foreignVersions} from '../../record/option.js';
import type {Run} from '../../record/run-file.js';
import type {TableData} from '../table.js';

/** Every fact, by name. */
export function provenanceData(run: Run): TableData {
	const {startedAt, endedAt, git, topology, settings, lab} = run;
	const {resumed = [], tuning = [], options} = run;
	const commit = git === null ? 'unknown' : `${git.commit}${git.clean ? '' : ', with changes'}`;
	return {
		header: ['', ''],
		rows: [
			['started', startedAt],
			...(endedAt === undefined ? [] : [['ended', endedAt]]),
			...resumed.map(({at, changes}) => ['resumed', [at, ...changes].join('; ')]),
			['seed', String(settings.seed)],
			['commit', commit],
			['hosts', topology.label],
			['CPUs of the server', topology.server.join(',')],
			['CPUs of the load', topology.load.join(',')],
			['CPUs of the dead', topology.dead.join(',')],
			...Object.entries(foreignVersions(options)),
			...factRows(run.hosts.server),
			...(lab === undefined ? [] : labRows(lab, run.hosts.load)),
			...tuning.map(({host, tuned}) => [`sysctls of ${host}`, describeTuning(tuned)]),
			['settings', JSON.stringify({...settings, subject: basename(settings.subject)})],
		],
		right: [],
	};
}

/** The client hosts; the rows before are the server's. */
function labRows({address, server, load, dead}: Lab, loadFacts: Facts): string[][] {
	const words = ({kernel, cpuModel, cpus, versions}: Facts) =>
		`Linux ${kernel}, ${cpus.length} × ${cpuModel}, node ${versions.node}`;
	return [
		['server', `${server}, reached at ${address}`],
		['load host', `${load}: ${words(loadFacts)}`],
		...dead.map(({name, sources, facts}) => [
			`dead host ${name}`,
			`${words(facts)}; from ${sources.join(', ') || 'any address'}`,
		]),
	];
}

/** What was not so already. */
function describeTuning(tuned: readonly Tuned[]): string {
	const changed = tuned.filter(({outcome}) => !['already so', 'not here'].includes(outcome));
	return (
		changed.map(({name, outcome, now}) => `${name} ${outcome} (${now ?? '–'})`).join('; ') ||
		'as they should be'
	);
}

function factRows({
	kernel,
	arch,
	cpuModel,
	cpus,
	memory,
	limits,
	clockSource,
	platform,
	sysctls,
	versions,
}: Facts): string[][] {
	return [
		['kernel', `Linux ${kernel}, ${arch}`],
		['CPUs', `${cpus.length} × ${cpuModel}`],
		['memory', `${Math.round(memory.totalBytes / 2 ** 20)} MiB`],
		['RLIMIT_NOFILE', String(limits.openFiles ?? 'unlimited')],
		['RLIMIT_MEMLOCK', String(limits.lockedMemoryBytes ?? 'unlimited')],
		['clock source', String(clockSource)],
		...Object.entries(versions),
		...Object.entries(platform),
		...Object.entries(sysctls).map(([name, value]) => [name, value ?? 'not here']),
	];
}
