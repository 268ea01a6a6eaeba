// How a process may have more descriptors.
import type {Facts} from '../hosts/protocol.js';

/** What raises RLIMIT_NOFILE so far that `needed` fit. */
export function remedyForOpenFiles(needed: number, {sysctls}: Facts): string {
	const most = Number(sysctls['fs.nr_open'] ?? 0);
	const ulimit = `ulimit -Hn ${needed} as root (needs CAP_SYS_RESOURCE), or LimitNOFILE= of the service`;
	// setrlimit(2): no process may raise its limit above fs.nr_open.
	return needed > most ? `sysctl -w fs.nr_open=${needed}, then ${ulimit}` : ulimit;
}
