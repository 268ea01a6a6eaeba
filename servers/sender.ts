// Sends what a readiness backend's connections have to send, once a turn.
//
// A turn first receives from every ready connection, and only then sends. The paths of the two
// through the kernel are long and different: one after the other, over and over, they drive each
// other out of the instruction cache (bench/README.md, "The twins": C does so either way).
import {type CallErrorCounts, CallErrors} from '../linux/call-errors.js';
import * as libc from '../linux/libc.js';
import {MSG_NOSIGNAL} from '../linux/socket.js';
import type {Memory} from '../linux/memory.js';
import {Batch} from './batch.js';
import {type Connection, DOOMED} from './connection.js';

/** The connections that are to be sent to in this turn. */
export class Sender {
	/** How often it was called what sends. */
	sends = 0;
	protected readonly errors = new CallErrors();
	readonly #queued = new Batch<Connection>();

	/** Sends bytes [start, end) of `memory` at the end of the turn, behind what is to be sent already. */
	add(connection: Connection, memory: Memory, start: number, end: number): void {
		if (connection.enqueue(memory, start, end)) {
			this.queue(connection);
		}
	}

	/** Goes on sending to `connection` at the end of the turn. */
	queue(connection: Connection): void {
		this.#queued.push(connection);
	}

	/**
	 * Sends to all that are queued, and calls `after` for each, with send's errno or 0; it returns
	 * whether to try again at once.
	 */
	sendAll(after: (connection: Connection, errno: number) => boolean): void {
		const queued = this.#queued;
		for (let index = 0; index < queued.count; index++) {
			const connection = queued.items[index] as Connection;
			while (connection.phase !== DOOMED && after(connection, this.sendTo(connection))) {
				// The kernel has contradicted itself.
			}
		}

		queued.clear();
	}

	/** Its system calls so far, by name, and those of them that failed. */
	syscalls(): Record<string, number> {
		return {sendto: this.sends};
	}

	failures(): CallErrorCounts {
		return {sendto: this.errors.byName()};
	}

	/** Sends until all is sent or the socket is full. Returns the errno of what failed, or 0. */
	protected sendTo(connection: Connection): number {
		while (connection.sending) {
			const {fd, sending, sendStart, sendEnd} = connection;
			this.sends++;
			const length = sendEnd - sendStart;
			const sent = libc.send(fd, sending.address + sendStart, length, MSG_NOSIGNAL);
			if (sent === -1) {
				const errno = libc.errno();
				this.errors.count(errno);
				return errno;
			}

			connection.sent(sent);
			if (sent < length) {
				break;
			}
		}

		return 0;
	}
}
