// What a dphttpd cell keeps beside its measures.
import type {ServerReport} from './arguments/dphttpd.js';
import type {LoadResult} from './arguments/httperf.js';
import type {Population} from './observation.js';

/** The share of the window in which a program could have run, but others had its processor. */
type WaitShare = number | null;

/** Times in seconds unless named otherwise. */
export type DphttpdDetail = {
	/** Inside TLS: version, key exchange, cipher and library. */
	readonly cipher: string | undefined;
	/** What kept the rate from being higher: the processor of the server, that of the client, or neither. */
	readonly limiter: 'server' | 'client' | 'neither';
	/** How long it took to open the dead connections that the cell before did not have. */
	readonly setupSeconds: number;
	/** Dead connections as each side counts them. */
	readonly population: Readonly<Record<'before' | 'during' | 'after', Population>>;
	/** The server between its two snapshots; `connections` and `rss` (bytes) at the second. */
	readonly server: {
		readonly seconds: number;
		/** By the client's rate, where the server does not count them. */
		readonly replies: number;
		readonly cpuShare: number;
		readonly waitShare: WaitShare;
		/** A server of others tells none of these four, and does not count whom it refuses. */
		readonly waits: number | undefined;
		readonly controls: number | undefined;
		readonly syscalls: Readonly<Record<string, number>> | undefined;
		/** Of them, those on sockets that failed, as in recvfrom.EAGAIN. */
		readonly errors: Readonly<Record<string, number>> | undefined;
		/** How its ring ran, with a mechanism of io_uring: what it had to do beside its work. */
		readonly ring: ServerReport['ring'];
		/** Each worker between them, where there are several; `cpu` in microseconds. */
		readonly workers:
			| ReadonlyArray<{
					readonly pid: number;
					/** Dead connections that it held before the load; a worker of others tells none of these. */
					readonly dead: number | undefined;
					readonly accepted: number | undefined;
					readonly replies: number | undefined;
					/** Voluntary and involuntary. */
					readonly switches: Readonly<Record<string, number>>;
					/** User and system. */
					readonly cpu: Readonly<Record<string, number>>;
			  }>
			| undefined;
		readonly connections: number;
		readonly refused: number | undefined;
		readonly rss: number;
		/** Of a server of others: its processes, and the last lines of its standard error. */
		readonly processes: number | undefined;
		readonly stderr: readonly string[] | undefined;
	};
	readonly client: {
		readonly cpuShare: number;
		readonly waitShare: WaitShare;
		readonly bottleneck: string;
	};
	/** By how much the kernel's counters grew between the first connection of the load and the end of the window. */
	readonly kernel: Readonly<Record<string, number>>;
	/** The same of the load client's kernel, where it is another. */
	readonly clientKernel?: Readonly<Record<string, number>>;
	/** Its TCP sockets at the first snapshot, by their state. */
	readonly sockets: Readonly<Record<string, number>>;
	/** httperf's result as it came: also which engine it ran on, and whether its warm-up had settled. */
	readonly httperf: LoadResult;
};
