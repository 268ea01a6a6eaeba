// One connection of a server, and the table of all of them.
import {type Memory} from '../linux/memory.js';
import {MAX_DESCRIPTORS, descriptorOf, tokenOf} from '../linux/token.js';
import type {BackendOptions, CloseCause, ConnectionCounters} from './backend.js';

/** Where a connection is in its life. */
export type Phase = typeof OPEN | typeof CLOSING | typeof LINGERING | typeof DOOMED;

export const OPEN = 0;
/** The server has closed it: what is queued is still sent. */
export const CLOSING = 1;
/** All is sent and our side is shut down: input is discarded until the peer closes too. */
export const LINGERING = 2;
/** To be freed at the end of the turn. */
export const DOOMED = 3;

/** Bytes [start, end) of a memory that are still to be sent. */
type Segment = {readonly memory: Memory; readonly start: number; readonly end: number};

/** A connection. Small: a study holds tens of thousands that never speak again. */
export class Connection {
	phase: Phase = OPEN;
	/** Set when it is doomed. */
	cause: CloseCause = 'server';
	/** Whose bytes [sendStart, sendEnd) are being sent; undefined where nothing is. */
	sending: Memory | undefined = undefined;
	sendStart = 0;
	sendEnd = 0;
	/** What is to be sent after them, in order. */
	outbox: Segment[] | undefined = undefined;
	/** The backend's own: the armed events of a readiness watch, or the requests in flight. */
	armed = 0;
	flags = 0;
	/** The protocol's own: where its parser is, and how long the request is so far. */
	parser = 0;
	requestLength = 0;

	constructor(
		readonly fd: number,
		readonly token: number,
	) {}

	/** Has bytes [start, end) of `memory` sent next, or last. Returns whether nothing is before them. */
	enqueue(memory: Memory, start: number, end: number): boolean {
		if (this.sending) {
			this.outbox ??= [];
			this.outbox.push({memory, start, end});
			return false;
		}

		this.sending = memory;
		this.sendStart = start;
		this.sendEnd = end;
		return true;
	}

	/** `count` bytes were sent. Returns whether there is more to send. */
	sent(count: number): boolean {
		this.sendStart += count;
		if (this.sendStart < this.sendEnd) {
			return true;
		}

		const next = this.outbox?.shift();
		if (next) {
			this.sending = next.memory;
			this.sendStart = next.start;
			this.sendEnd = next.end;
			return true;
		}

		this.sending = undefined;
		this.outbox = undefined;
		return false;
	}
}

/** The open connections, found by descriptor. */
export class ConnectionTable {
	readonly counters: ConnectionCounters = {now: 0, peak: 0, accepted: 0, refused: 0, stale: 0};
	readonly #connections: Array<Connection | undefined> = [];
	readonly #generations = new Uint16Array(MAX_DESCRIPTORS);
	readonly #maxConnections: number;

	constructor(options: BackendOptions) {
		this.#maxConnections = options.maxConnections;
	}

	/** A token for a new use of `fd`. */
	newToken(fd: number): number {
		const generation = ((this.#generations[fd] as number) + 1) & 0xffff;
		this.#generations[fd] = generation;
		return tokenOf(fd, generation);
	}

	/** Whether one more connection may be open. */
	hasRoom(): boolean {
		return this.counters.now < this.#maxConnections;
	}

	/** Enters the accepted descriptor `fd`. */
	add(fd: number): Connection {
		const connection = new Connection(fd, this.newToken(fd));
		this.#connections[fd] = connection;
		const {counters} = this;
		counters.accepted++;
		counters.now++;
		counters.peak = Math.max(counters.peak, counters.now);
		return connection;
	}

	/** The connection that `token` names; undefined, and counted, where that use has ended. */
	find(token: number): Connection | undefined {
		const connection = this.#connections[descriptorOf(token)];
		if (connection?.token !== token) {
			this.counters.stale++;
			return undefined;
		}

		return connection;
	}

	remove(connection: Connection): void {
		this.#connections[connection.fd] = undefined;
		this.counters.now--;
	}

	/** Takes back an add: the connection was refused after all. */
	retract(connection: Connection): void {
		this.remove(connection);
		this.counters.accepted--;
	}

	all(): Connection[] {
		return this.#connections.filter(connection => connection !== undefined);
	}
}
