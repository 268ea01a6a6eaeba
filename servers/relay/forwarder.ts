// The seam of relays: what carries connections to the origin, by readiness or by completion.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import type {RingRegime} from '../../linux/io-uring/regime.js';
import type {Probe} from '../../linux/poller.js';
import type {Clients, RelayOptions} from './clients.js';

/** A relay. */
export type Forwarder = {
	readonly clients: Clients;
	/** Events that came for a former use of a descriptor, and were dropped. */
	readonly stale: number;
	/**
	 * Its waits; those of them that ended because nothing came; events that came with a wait that something
	 * else was waited for with; its calls that only changed what is watched.
	 */
	readonly counts: {
		readonly waits: number;
		readonly idle: number;
		readonly shared: number;
		readonly controls: number;
	};
	/** Its system calls so far, by name; those of its calls on sockets that failed, by errno. */
	syscalls(): Record<string, number>;
	errors(): CallErrorCounts;
	/** How its ring ran so far; undefined where it has none. */
	regime(): RingRegime | undefined;
	/** Accepts clients from a listening socket, once; the caller closes the socket at the end. */
	listen(fd: number): void;
	/** Calls `ready` whenever `fd`, which is no connection, can be read, until the result is called. */
	watch(fd: number, ready: () => void): () => void;
	/** Waits up to `timeoutMs` and serves what is ready. Returns what Poller.wait returns. */
	turn(timeoutMs: number): number;
	[Symbol.dispose](): void;
};

/** What each file in servers/relay/ways/ exports. The file's name is the mechanism's. */
export type RelayModule = {
	readonly kind: 'readiness' | 'completion';
	/** `cpus` are the processors that it is told to run on: undefined, on any. */
	probe(cpus?: readonly number[]): Probe;
	/** Other names that are understood. */
	readonly aliases?: readonly string[];
	open(options: RelayOptions, cpus: readonly number[] | undefined): Forwarder;
};
