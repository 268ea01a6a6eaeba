// What is different between two runs, or now from when a run began.
import type {Facts} from '../hosts/protocol.js';
import type {Run} from './run-file.js';

/** What a run's provenance holds that its cells depend on. */
export type Surroundings = Pick<Run, 'git' | 'topology'> & {readonly server: Facts};

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

/** What is compared; memory and open files go up and down by themselves. */
function comparable({server, git, topology}: Surroundings): Record<string, string> {
	const {kernel, arch, cpuModel, cpus, memory, limits, sysctls, clockSource, versions} = server;
	return {
		kernel,
		arch,
		'CPU model': cpuModel,
		CPUs: cpus.join(','),
		memory: `${memory.totalBytes} bytes`,
		RLIMIT_NOFILE: String(limits.openFiles),
		RLIMIT_MEMLOCK: String(limits.lockedMemoryBytes),
		'clock source': String(clockSource),
		...server.platform,
		node: versions.node,
		koffi: versions.koffi,
		deadweight: versions.deadweight,
		commit: git === null ? 'unknown' : `${git.commit}${git.clean ? '' : ' with changes'}`,
		'CPUs of the server': topology.server.join(','),
		...Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [name, String(value)])),
	};
}
