// The seam between the load client and the kernel: sockets in, what happens to them out.
import type {Memory} from '../../linux/memory.js';
import type {Connection} from './connection.js';

/** The engines there are, from the one that costs least. */
export const engineNames = ['io_uring', 'epoll'] as const;
export type EngineName = (typeof engineNames)[number];

/** Who is told what happens to connections. Times are those of performance.now(). */
export type EngineHandler = {
	/** It is established; or it could not be, for the reason `errno`. */
	connected(connection: Connection, errno: number): void;
	/** `count` bytes at `start` in `memory` have come for it. They are there until this returns. */
	received(connection: Connection, memory: Memory, start: number, count: number, now: number): void;
	/** The server has ended its stream (`errno` 0), or reset it. */
	ended(connection: Connection, errno: number, now: number): void;
	/**
	 * So many bytes of what `send` was told to send are sent, or a negated errno. 0: it can be told to
	 * send the rest. The last may come after `close`.
	 */
	sent(connection: Connection, result: number): void;
	/** A connection that was closed has nothing in the kernel any more: it may be used for another. */
	released(connection: Connection): void;
};

/** Moves bytes. It opens no sockets, and knows nothing of HTTP. */
export type Engine = {
	readonly name: EngineName;
	/** To be called once, before anything else. */
	attach(handler: EngineHandler): void;
	/** Connects its socket to `address`, a sockaddr_in. Returns an errno where that fails at once, else 0. */
	connect(connection: Connection, address: Memory): number;
	/** When what is sent next goes to the kernel, as near as is known. */
	sendingAt(): number;
	/** Sends up to `length` bytes at `address`: `sent` tells how many, now or in a later turn. */
	send(connection: Connection, address: number, length: number): void;
	/** Closes its socket, with a reset where `reset`. Nothing more is told of it but what is sent, and `released`. */
	close(connection: Connection, reset: boolean): void;
	/** Calls `ready` with the events of poll(2), whenever `fd` becomes readable or its peer closes. */
	watch(fd: number, ready: (events: number) => void): () => void;
	/** Waits until something has happened, and tells of it. Returns what Poller.wait returns. */
	wait(timeoutMs: number): number;
	[Symbol.dispose](): void;
};
