// Sends requests: one at a time, or a batch with one system call.
import {EAGAIN} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {MSG_NOSIGNAL} from '../../linux/socket.js';
import {AWAITING, type Connection, IDLE, SENDING} from './connection.js';
import type {RequestBatch} from './request-batch.js';
import type {Statistics} from './statistics.js';

/** Requests below which a batch is no faster than a send(2) each. */
const LEAST_BATCH = 4;

/** What is sent, and for how long it may take. */
export type SenderOptions = {
	readonly request: Memory;
	/** Sends many requests at once; undefined where the kernel cannot. */
	readonly batch: RequestBatch | undefined;
	/** Milliseconds without progress after which a connection is given up; Infinity: never. */
	readonly timeoutMs: number;
	/** The same while a reply is awaited. */
	readonly replyTimeoutMs: number;
};

/** Sends the one request on many connections, in as many pieces as each takes. */
export class Sender {
	readonly #options: SenderOptions;
	readonly #statistics: Statistics;
	readonly #fail: (connection: Connection, errno: number) => void;

	/** `fail` is called with a connection that cannot be sent to, and why. */
	constructor(
		options: SenderOptions,
		statistics: Statistics,
		fail: (connection: Connection, errno: number) => void,
	) {
		this.#options = options;
		this.#statistics = statistics;
		this.#fail = fail;
	}

	/** Sends a request on an idle connection. `intendedAt` is when it should have been sent. */
	send(connection: Connection, intendedAt?: number): void {
		const now = performance.now();
		connection.sentAt = now;
		connection.intendedAt = intendedAt ?? now;
		connection.sent = 0;
		connection.phase = SENDING;
		this.push(connection, now);
	}

	/** Sends a request on each of the first `count` connections that is idle. */
	sendAll(connections: readonly Connection[], count: number): void {
		const batch = this.#options.batch;
		if (!batch || count < LEAST_BATCH) {
			for (let index = 0; index < count; index++) {
				const connection = connections[index] as Connection;
				if (connection.phase === IDLE) {
					this.send(connection);
				}
			}

			return;
		}

		for (let at = 0; at < count;) {
			at = batch.fill(connections, at, count);
			const from = performance.now();
			batch.send();
			// All take about the same time, which is nearly all that passes here.
			const each = (performance.now() - from) / batch.size;
			for (let index = 0; index < batch.size; index++) {
				const connection = batch.connections[index] as Connection;
				this.#sent(connection, batch.results[index] as number, from + each * index);
			}
		}
	}

	/** Sends what is left of the request. */
	push(connection: Connection, now: number): void {
		const {request, timeoutMs} = this.#options;
		const {length} = request.bytes;
		do {
			const {sent} = connection;
			const count = libc.send(connection.fd, request.address + sent, length - sent, MSG_NOSIGNAL);
			if (count === -1) {
				const errno = libc.errno();
				if (errno === EAGAIN) {
					connection.deadline = now + timeoutMs;
				} else {
					this.#fail(connection, errno);
				}

				return;
			}

			connection.sent = sent + count;
			this.#statistics.bytesSent += count;
		} while (connection.sent < length);

		this.#awaitReply(connection, now);
	}

	/** A batch has sent `result` bytes at `at`, or failed with a negated errno. */
	#sent(connection: Connection, result: number, at: number): void {
		connection.sentAt = at;
		connection.intendedAt = at;
		connection.sent = Math.max(result, 0);
		connection.phase = SENDING;
		this.#statistics.bytesSent += connection.sent;
		if (connection.sent === this.#options.request.bytes.length) {
			this.#awaitReply(connection, at);
		} else if (result >= 0 || result === -EAGAIN) {
			this.push(connection, at);
		} else {
			this.#fail(connection, -result);
		}
	}

	#awaitReply(connection: Connection, sentAt: number): void {
		this.#statistics.requests++;
		connection.phase = AWAITING;
		connection.deadline = sentAt + this.#options.replyTimeoutMs;
	}
}
