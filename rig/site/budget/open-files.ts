// Descriptors of one process.
import type {Budget, Demand, Limit} from './limit.js';

/** RLIMIT_NOFILE of the program called `whose`, of which a cell takes what `takes` says, if it has that program here. */
export function limitOfDescriptors(
	whose: string,
	takes: (demand: Demand) => Omit<Budget, 'value'> | undefined,
): Limit {
	return {
		name: `RLIMIT_NOFILE of ${whose}`,
		budget(demand) {
			const value = demand.facts.limits.openFiles;
			const taken = takes(demand);
			return value === null ? undefined : taken && {value, ...taken};
		},
		remedy(needed, {facts: {sysctls}}) {
			const most = Number(sysctls['fs.nr_open'] ?? 0);
			const ulimit = `ulimit -Hn ${needed} as root (needs CAP_SYS_RESOURCE), or LimitNOFILE= of the service`;
			// setrlimit(2): no process may raise its limit above fs.nr_open.
			return needed > most ? `sysctl -w fs.nr_open=${needed}, then ${ulimit}` : ulimit;
		},
	};
}
