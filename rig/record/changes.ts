// What is different between two runs, or now from when a run began.
import type {Facts} from './facts.js';
import {foreignVersions} from './option.js';
import type {Run} from './run-file.js';

/** What a run's provenance holds that its cells depend on. */
export type Surroundings = Pick<Run, 'git' | 'topology' | 'hosts' | 'lab' | 'options'>;

/** One thing that differs. */
export type Difference = {
	readonly name: string;
	readonly before: string;
	readonly after: string;
};

const NOT_THERE = 'not there';

/** Everything that is not the same in both. */
export function findDifferences(then: Surroundings, now: Surroundings): Difference[] {
	return differencesOf(comparable(then), comparable(now));
}

/** What differs between two lists of named things. */
export function differencesOf(
	before: Readonly<Record<string, string>>,
	after: Readonly<Record<string, string>>,
): Difference[] {
	return [...new Set([...Object.keys(before), ...Object.keys(after)])]
		.filter(name => before[name] !== after[name])
		.map(name => ({
			name,
			before: before[name] ?? NOT_THERE,
			after: after[name] ?? NOT_THERE,
		}));
}

/** A difference in words: what it was, and what it is. */
export function describeChange({name, before, after}: Difference): string {
	return `${name} was ${before}, is ${after}`;
}

function comparable({hosts, lab, git, topology, options}: Surroundings): Record<string, string> {
	return {
		...comparableFacts(hosts.server),
		commit: git === null ? 'unknown' : `${git.commit}${git.clean ? '' : ' with changes'}`,
		'CPUs of the server': topology.server.join(','),
		...foreignVersions(options),
		...(lab && {
			"the server's address": lab.address,
			...named(`load host ${lab.load}`, hosts.load),
			...Object.fromEntries(
				lab.dead.flatMap(({name, facts}) => Object.entries(named(`dead host ${name}`, facts))),
			),
		}),
	};
}

function named(host: string, facts: Facts): Record<string, string> {
	return Object.fromEntries(
		Object.entries(comparableFacts(facts)).map(([name, value]) => [`${name} of ${host}`, value]),
	);
}

/** Memory and open files go up and down by themselves. */
function comparableFacts(facts: Facts): Record<string, string> {
	const {kernel, arch, cpuModel, cpus, memory, limits, sysctls, clockSource, versions} = facts;
	return {
		kernel,
		arch,
		'CPU model': cpuModel,
		CPUs: cpus.join(','),
		memory: `${memory.totalBytes} bytes`,
		RLIMIT_NOFILE: String(limits.openFiles),
		RLIMIT_MEMLOCK: String(limits.lockedMemoryBytes),
		'clock source': String(clockSource),
		...facts.platform,
		node: versions.node,
		koffi: versions.koffi,
		deadweight: versions.deadweight,
		build: versions.build,
		...Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [name, String(value)])),
	};
}
