// Receives what has come for a readiness backend's connections.
import {CallErrors} from '../linux/call-errors.js';
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
type Parts = {
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
	/** How often recv() was called, and how often it failed. */
	receives = 0;
	readonly errors = new CallErrors();
	readonly #parts: Parts;
	readonly #isEdge: boolean;
	readonly #protocol: Protocol;
	readonly #buffer: Memory;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#isEdge = parts.isEdge;
		this.#protocol = parts.protocol;
		this.#buffer = allocate(parts.size);
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

	#readOnce(connection: Connection): void {
		this.receives++;
		const {address, bytes} = this.#buffer;
		const length = libc.recv(connection.fd, address, bytes.length, 0);
		if (length <= 0) {
			this.#endOfInput(connection, length);
			return;
		}

		edge.noteRead(connection, length < bytes.length);
		if (connection.phase === OPEN) {
			this.#protocol.received(connection, this.#buffer, 0, length);
		}
	}

	/** A read found the end of the stream, nothing, or an error. */
	#endOfInput(connection: Connection, length: number): void {
		const {shortages, doom} = this.#parts;
		if (length === 0) {
			doom(connection, connection.phase === OPEN ? 'peer' : 'server');
			return;
		}

		const errno = libc.errno();
		this.errors.count(errno);
		if (errno === EAGAIN) {
			edge.noteNothingRead(connection);
		} else if (mayPass(errno)) {
			shortages.met('recvfrom', errno);
		} else {
			doom(connection, 'reset');
		}
	}
}
