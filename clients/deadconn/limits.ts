// The limits of this process and machine that bound how many connections it can hold.
import {readdirSync} from 'node:fs';
import {descriptorLimit, numbersIn} from '../../linux/limits.js';

/** The local ports that connect() chooses from, both ends included (ip(7)). */
export type PortRange = {readonly first: number; readonly last: number};

/** What bounds the number of connections. */
export type Limits = {
	/**
	 * RLIMIT_NOFILE: the soft limit. Node raises it to the hard one when it starts (node.cc,
	 * PlatformInit), so nothing is left to gain by raising it here.
	 */
	readonly descriptors: number;
	/** Descriptors of a process that are no connections: Node's own, ours, and a few to spare. */
	readonly overhead: number;
	/** net.ipv4.ip_local_port_range. */
	readonly ports: PortRange;
	/** fs.epoll.max_user_watches: epoll watches of one user. */
	readonly watches: number;
	/** fs.file-max and how many files are open now; no limit for root. */
	readonly files: {readonly open: number; readonly most: number};
};

const MIN_OVERHEAD = 32;
const SPARE = 8;

/** Reads them all. */
export function readLimits(): Limits {
	const [first, last] = numbersIn('/proc/sys/net/ipv4/ip_local_port_range');
	const [open, , most] = numbersIn('/proc/sys/fs/file-nr');
	const [watches] = numbersIn('/proc/sys/fs/epoll/max_user_watches');
	return {
		descriptors: descriptorLimit(),
		overhead: Math.max(MIN_OVERHEAD, readdirSync('/proc/self/fd').length + SPARE),
		ports: {first: first ?? 32768, last: last ?? 60999},
		watches: watches ?? Infinity,
		// get_empty_filp() lets CAP_SYS_ADMIN pass.
		files: {open: open ?? 0, most: process.geteuid?.() === 0 ? Infinity : (most ?? Infinity)},
	};
}

/** How many ports a range has. */
export function portsIn({first, last}: PortRange): number {
	return last - first + 1;
}
