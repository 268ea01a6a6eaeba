// Receives what has come for a readiness backend's connections.
import {type CallErrorCounts, CallErrors} from '../linux/call-errors.js';
import {EAGAIN} from '../linux/errno.js';
import {mayPass} from '../linux/errno-class.js';
import * as libc from '../linux/libc.js';
import {type Memory, allocate} from '../linux/memory.js';
import type {Protocol} from './backend.js';
import {type CloseCause, type Connection, DOOMED, OPEN} from './connection.js';
import * as edge from './edge.js';
import type {Postponed} from './postponed.js';
import type {Shortages} from './shortages.js';

/** Reads of one connection in a row before the others have their turn (edge-triggered only). */
const READS_IN_A_ROW = 16;

/** What a receiver is a part of. */
export type ReceiverParts = {
	readonly isEdge: boolean;
	/** Bytes that are read at a time. */
	readonly size: number;
	readonly protocol: Protocol;
	/** Gets connections that have more to be read. */
	readonly postponed: Postponed;
	readonly shortages: Shortages;
	/** Ends a connection. */
	readonly doom: (connection: Connection, cause: CloseCause) => void;
};

/** Calls recv(), and hands on what it gives. */
export class Receiver {
	/** How often it was called what receives. */
	receives = 0;
	readonly #errors = new CallErrors();
	readonly #parts: ReceiverParts;
	readonly #isEdge: boolean;
	readonly #protocol: Protocol;
	readonly #buffer: Memory;

	constructor(parts: ReceiverParts) {
		this.#parts = parts;
		this.#isEdge = parts.isEdge;
		this.#protocol = parts.protocol;
		this.#buffer = allocate(parts.size);
	}

	/** Its system calls so far, by name, and those of them that failed. */
	syscalls(): Record<string, number> {
		return {recvfrom: this.receives};
	}

	failures(): CallErrorCounts {
		return {recvfrom: this.#errors.byName()};
	}

	/** Reads once where the watch will report again; until the socket is drained where it will not. */
	receive(connection: Connection): void {
		let reads = 0;
		do {
			if (reads++ === READS_IN_A_ROW) {
				this.#parts.postponed.push(connection);
				return;
			}

			this.#readOnce(connection);
		} while (
			this.#isEdge &&
			edge.isUnread(connection) &&
			!connection.sending &&
			connection.phase !== DOOMED
		);
	}

	/** Receives once: how many bytes, 0 at the end of the stream, or a negated errno. */
	protected take({fd}: Connection, address: libc.Address, length: number): number {
		const count = libc.recv(fd, address, length, 0);
		return count === -1 ? -libc.errno() : count;
	}

	/** Whether so many bytes, where `length` had room, were all that had come. */
	protected isDrainedBy(count: number, length: number): boolean {
		return count < length;
	}

	#readOnce(connection: Connection): void {
		this.receives++;
		const {address, bytes} = this.#buffer;
		const count = this.take(connection, address, bytes.length);
		if (count <= 0) {
			this.#endOfInput(connection, -count);
			return;
		}

		edge.noteRead(connection, this.isDrainedBy(count, bytes.length));
		if (connection.phase === OPEN) {
			this.#protocol.received(connection, this.#buffer, 0, count);
		}
	}

	/** A read found the end of the stream, nothing, or an error. */
	#endOfInput(connection: Connection, errno: number): void {
		const {shortages, doom} = this.#parts;
		if (errno === 0) {
			doom(connection, connection.phase === OPEN ? 'peer' : 'server');
			return;
		}

		this.#errors.count(errno);
		if (errno === EAGAIN) {
			edge.noteNothingRead(connection);
		} else if (mayPass(errno)) {
			shortages.met('recvfrom', errno);
		} else {
			doom(connection, 'reset');
		}
	}
}
