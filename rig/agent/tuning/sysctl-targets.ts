// Which sysctls a run wants, and why: those of the study of 2002, and those that are needed today.

import type {z} from 'zod';
import type {loadSchema} from '../protocol.js';

/** What a host is to carry. */
export type TuningLoad = z.infer<typeof loadSchema>;

/** One sysctl as it should be. */
export type SysctlTarget = {
	readonly name: string;
	/** Lists are separated by one space. */
	readonly value: string;
	/** More than that will do as well. */
	readonly isLeast: boolean;
	readonly why: string;
	/** What became of it, where kernels of today have it no longer. */
	readonly gone?: string;
};

/** Descriptors beside connections, of all processes. */
const FILES = 4096;
/** Of a listener's backlog and what is behind it: a burst of active connections. */
const BURST = 16_384;

/** In the order in which they are set: limits of others before those that they bound. */
export function sysctlTargets({dead, active}: TuningLoad): SysctlTarget[] {
	const connections = dead + active;
	const atLeast = (name: string, value: number, why: string): SysctlTarget => ({
		...{name, value: String(Math.ceil(value)), why},
		isLeast: true,
	});
	const exactly = (name: string, value: string, why: string): SysctlTarget => ({
		...{name, value, why},
		isLeast: false,
	});
	return [
		atLeast('fs.nr_open', connections + FILES, 'RLIMIT_NOFILE cannot be above it'),
		atLeast(
			'fs.file-max',
			Math.max(131_072, 2 * connections + FILES),
			'the study had 131072; both ends of a connection are files',
		),
		atLeast('fs.epoll.max_user_watches', 2 * connections, 'a watch on each end'),
		atLeast(
			'fs.aio-max-nr',
			connections + FILES,
			'aio-poll has a request under way for each connection',
		),
		exactly('kernel.io_uring_disabled', '0', 'io_uring may be used'),
		exactly('net.ipv4.ip_local_port_range', '1024 65535', 'the study; 64512 ports of each address'),
		atLeast('net.core.somaxconn', BURST, 'caps the backlog of listen()'),
		atLeast('net.ipv4.tcp_max_syn_backlog', BURST, 'the study had 16384'),
		atLeast('net.core.netdev_max_backlog', BURST, 'packets that wait for the receiver on loopback'),
		exactly(
			'net.ipv4.tcp_fin_timeout',
			'15',
			'the study; only FIN_WAIT_2: TIME_WAIT is fixed at 60 s',
		),
		exactly('net.ipv4.tcp_tw_reuse', '1', 'the study; ports in TIME_WAIT may be used again'),
		{
			...exactly('net.ipv4.tcp_tw_recycle', '1', 'the study'),
			gone: 'obsolete since Linux 4.12: removed, because it broke clients behind NAT',
		},
		atLeast('net.ipv4.tcp_max_tw_buckets', connections, 'sockets in TIME_WAIT'),
		atLeast('net.ipv4.tcp_max_orphans', connections, 'sockets that a process has left behind'),
		atLeast(
			'net.netfilter.nf_conntrack_max',
			2 * connections,
			'where netfilter tracks connections',
		),
	];
}
