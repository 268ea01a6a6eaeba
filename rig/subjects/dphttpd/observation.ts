// What was seen of one cell while it ran: what gates judge and figures are made of.
import type {KernelCounters, ProcessCounts} from '../../agent/protocol.js';
import type {ServerReport} from './arguments/dphttpd.js';
import type {LoadResult} from './arguments/httperf.js';

/** Dead connections, as each side counts them. */
export type Population = {
	readonly server: number;
	/** On all client hosts together. */
	readonly client: number;
	/** On each of them, where there are several: how many are open, and how many should be. */
	readonly hosts?: Array<{name: string; open: number; of: number}> | undefined;
	/** In each worker of the server, where there are several; under load its active ones are among them. */
	readonly workers?: readonly number[] | undefined;
};

/** The server, its kernel, and what that counts of the processes of server and load client. */
export type Snapshot = {
	readonly server: ServerReport;
	readonly kernel: KernelCounters;
	/** The kernel of the load client, where it is another. */
	readonly clientKernel?: KernelCounters | undefined;
	readonly process: {readonly server: ProcessCounts; readonly client: ProcessCounts};
};

/** Memory in bytes: the slab of the server's kernel, and the server's RSS. */
export type MemoryUse = {readonly slab: number; readonly rss: number};

/** One measured cell. */
export type Observation = {
	readonly dead: number;
	/** Active connections. */
	readonly connections: number;
	/** Inside TLS: version, key exchange, cipher and library. */
	readonly cipher?: string | undefined;
	/** The class of the status of every reply, as in 2xx. */
	readonly expectedStatus: string;
	/** The server has processors that no client has. */
	readonly disjoint: boolean;
	/** How many processors the server can use: as many as it has workers, where there are so many. */
	readonly processors: number;
	/** A nanosecond of the server's processor time is an instruction. */
	readonly countsInstructions: boolean;
	/** The share of the time between the snapshots in which the server was under load: a duet's alternates. */
	readonly loadedShare: number;
	/** Dead connections that were opened for this cell: all, but where the population grows. */
	readonly opened: number;
	/** How long it took to open them, in seconds. */
	readonly setupSeconds: number;
	/** Bytes of the kernel's slab and of the server before and after that. */
	readonly memory: {readonly before: MemoryUse; readonly after: MemoryUse};
	readonly before: Population;
	/** When the window began: the server's connections less the active ones. */
	readonly during: Population;
	/** The kernel before the load began. */
	readonly atLoad: Pick<Snapshot, 'kernel' | 'clientKernel'>;
	readonly start: Snapshot;
	readonly end: Snapshot;
	readonly after: Population;
	/** Replies that the server had sent before the load began, where it counts them. */
	readonly earlierReplies: number | undefined;
	/** The server's last report, when the load had ended. */
	readonly last: ServerReport;
	readonly result: LoadResult;
	/** What is wrong with the way in which programs ended: other than with status 0, as told. */
	readonly badEnds: readonly string[];
};
