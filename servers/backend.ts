// The one seam of the servers: socket events go up to a Protocol, sends go down to a Backend.
import type {CallErrorCounts} from '../linux/call-errors.js';
import type {RingRegime} from '../linux/io-uring/regime.js';
import type {Memory} from '../linux/memory.js';
import type {Probe} from '../linux/poller.js';
import type {CloseCause, Connection} from './connection.js';
import type {Listening} from './listener-kinds.js';
import type {ReceivePolicy} from './receive-policy.js';
import type {ReplyKind} from './reply-policies.js';
import type {Security} from './security.js';

/** What a server does with its connections. A backend calls it from within `turn`, or `dispose`. */
export type Protocol = {
	opened(connection: Connection): void;
	/** Bytes [start, end) of `memory` have come. They are a loan: valid until this call returns. */
	received(connection: Connection, memory: Memory, start: number, end: number): void;
	/** Called exactly once a connection. */
	closed(connection: Connection, cause: CloseCause): void;
	/** Something an operator should know: a limit was met. Says what happened and what to do. */
	warned(message: string): void;
};

/** The connections a backend has had so far. */
export type ConnectionCounters = {
	now: number;
	/** The most at once. */
	peak: number;
	accepted: number;
	/** Accepted and reset at once, because of a limit. */
	refused: number;
	/** Events that came for a former use of a descriptor, and were dropped. */
	stale: number;
};

/** What a backend has done so far. */
export type Counters = ConnectionCounters & {
	/** Waits for events. */
	waits: number;
	/** Calls that only changed what is watched. */
	controls: number;
};

/** Carries connections over one event mechanism, in that mechanism's native pattern. */
export type Backend = {
	/** A snapshot. */
	readonly counters: Counters;
	/** Its system calls so far, by name. */
	syscalls(): Record<string, number>;
	/** Those of its calls on sockets that failed, by errno; a ring's operations are no calls. */
	errors(): CallErrorCounts;
	/** How its ring ran so far; undefined where it has none. */
	regime(): RingRegime | undefined;
	/**
	 * Accepts connections from `fd`, once; the caller closes it at the end.
	 * @throws Error where this mechanism does not have that way.
	 */
	listen(fd: number, listening?: Listening): void;
	/** Takes on a connection that was accepted elsewhere, and does not block. */
	adopt(fd: number): void;
	/** Calls `ready` whenever `fd`, which is no connection, can be read, until the result is called. */
	watch(fd: number, ready: () => void): () => void;
	/**
	 * Sends bytes [start, end) of `memory`, finishing short writes itself. The bytes must not change
	 * until the connection has closed: a server's replies are constants. Where replies are sent in
	 * parts (BackendOptions.reply), each call is a part.
	 */
	send(connection: Connection, memory: Memory, start: number, end: number): void;
	/** Sends what is still to be sent, and closes so that the peer can read all of it. */
	close(connection: Connection): void;
	/** Submits, waits up to `timeoutMs`, dispatches and frees; returns what Poller.wait returns. */
	turn(timeoutMs: number): number;
	/** Closes every connection, with everything in flight, and the mechanism's own descriptors. */
	[Symbol.dispose](): void;
};

/** How much a backend may hold. */
export type BackendOptions = {
	/** Connections at once; one more is reset and counted as refused. */
	readonly maxConnections: number;
	/** Bytes read from a connection at a time. */
	readonly receiveSize: number;
	/** Of readiness alone: when to receive from a connection that was answered. Default: waiting. */
	readonly receive?: ReceivePolicy;
	/** How the parts that are sent in a turn are handed to the kernel. Default: whole, each alone. */
	readonly reply?: ReplyKind;
	/** Of readiness alone: what is spoken on the wire. Default: plain. */
	readonly security?: Security;
};

/** What a completion backend's file in servers/backends/ exports. The file's name is the mechanism's. */
export type BackendModule = {
	probe(): Probe;
	/** Other names that are understood. */
	readonly aliases?: readonly string[];
	open(options: BackendOptions, protocol: Protocol): Backend;
};
