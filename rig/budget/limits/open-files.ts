// Descriptors of one process: the server cannot split itself, deadconn can.
import {type Limit, SERVER_RESERVE} from '../limit.js';

export default {
	name: 'RLIMIT_NOFILE of the server',
	budget: ({facts, connections}) =>
		facts.limits.openFiles === null
			? undefined
			: {value: facts.limits.openFiles, base: connections + SERVER_RESERVE, perDead: 1},
	remedy(needed, {facts}) {
		const most = Number(facts.sysctls['fs.nr_open'] ?? 0);
		const ulimit = `ulimit -Hn ${needed} as root (needs CAP_SYS_RESOURCE), or LimitNOFILE= of the service`;
		// setrlimit(2): no process may raise its limit above fs.nr_open.
		return needed > most ? `sysctl -w fs.nr_open=${needed}, then ${ulimit}` : ulimit;
	},
} satisfies Limit;
