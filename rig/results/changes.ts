// What is different now from when a run began: its cells would no longer be comparable.
import type {Facts} from '../hosts/protocol.js';
import type {Run} from './run-file.js';

/** What a run's provenance holds that must not change under it. */
export type Surroundings = Pick<Run, 'git' | 'topology'> & {readonly server: Facts};

/** Each difference in words: what it was, and what it is. */
export function findChanges(then: Surroundings, now: Surroundings): string[] {
	const before = comparable(then);
	const after = comparable(now);
	return [...new Set([...Object.keys(before), ...Object.keys(after)])]
		.filter(name => before[name] !== after[name])
		.map(name => `${name} was ${before[name] ?? 'not there'}, is ${after[name] ?? 'not there'}`);
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
		node: versions.node,
		deadweight: versions.deadweight,
		commit: git === null ? 'unknown' : `${git.commit}${git.clean ? '' : ' with changes'}`,
		'CPUs of the server': topology.server.join(','),
		...Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [name, String(value)])),
	};
}
