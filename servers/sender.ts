// Sends what a readiness backend's connections have to send, once a turn.
//
// A turn first receives from every ready connection, and only then sends. The paths of the two
// through the kernel are long and different: one after the other, over and over, they drive each
// other out of the instruction cache (bench/README.md, "The twins": C does so either way).
import {CallErrors} from '../linux/call-errors.js';
import * as libc from '../linux/libc.js';
import {MSG_NOSIGNAL} from '../linux/socket.js';
import {Batch} from './batch.js';
import {type Connection, DOOMED} from './connection.js';

/** The connections that are to be sent to in this turn. */
export class Sender {
	/** How often send() was called. */
	sends = 0;
	readonly errors = new CallErrors();
	readonly #queued = new Batch<Connection>();

	/** Sends to `connection` at the end of the turn. */
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
			while (connection.phase !== DOOMED && after(connection, this.#send(connection))) {
				// The kernel has contradicted itself.
			}
		}

		queued.clear();
	}

	/** Sends until all is sent or the socket is full. Returns the errno of what failed, or 0. */
	#send(connection: Connection): number {
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
