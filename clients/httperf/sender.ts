// Sends requests, in as many pieces as a connection takes.
import type {Memory} from '../../linux/memory.js';
import {shutdownSend} from '../../linux/socket.js';
import {AWAITING, CLOSED, type Connection, IDLE, SENDING} from './connection.js';
import type {Engine} from './engine.js';
import type {Statistics} from './statistics.js';

/** What is sent, and for how long it may take. */
export type SenderOptions = {
	readonly request: Memory;
	/** Milliseconds without progress after which a connection is given up; Infinity: never. */
	readonly timeoutMs: number;
	/** The same while a reply is awaited. */
	readonly replyTimeoutMs: number;
	/** Our side of a connection ends with its request. */
	readonly halfCloses: boolean;
};

/** Sends the one request on many connections. */
export class Sender {
	readonly #options: SenderOptions;
	readonly #engine: Engine;
	readonly #statistics: Statistics;

	constructor(options: SenderOptions, engine: Engine, statistics: Statistics) {
		this.#options = options;
		this.#engine = engine;
		this.#statistics = statistics;
	}

	/** Sends a request on an idle connection. `intendedAt` is when it should have been sent. */
	send(connection: Connection, intendedAt?: number): void {
		const {request, timeoutMs} = this.#options;
		const now = this.#engine.sendingAt();
		connection.sentAt = now;
		connection.intendedAt = intendedAt ?? now;
		connection.sent = 0;
		connection.phase = SENDING;
		connection.deadline = now + timeoutMs;
		this.#engine.send(connection, request.address, request.bytes.length);
	}

	/** Sends a request on each of the first `count` connections that is idle. */
	sendAll(connections: readonly Connection[], count: number): void {
		for (let index = 0; index < count; index++) {
			const connection = connections[index] as Connection;
			if (connection.phase === IDLE) {
				this.send(connection);
			}
		}
	}

	/** So many bytes more of its request are sent: the rest follows. */
	sent(connection: Connection, count: number): void {
		const {request, timeoutMs, replyTimeoutMs, halfCloses} = this.#options;
		const {length} = request.bytes;
		const sent = connection.sent + count;
		connection.sent = sent;
		this.#statistics.bytesSent += count;
		this.#statistics.requests += sent === length ? 1 : 0;
		if (connection.phase === CLOSED) {
			return;
		}

		if (sent === length) {
			connection.phase = AWAITING;
			connection.deadline = connection.sentAt + replyTimeoutMs;
			if (halfCloses) {
				shutdownSend(connection.fd);
			}

			return;
		}

		if (count > 0) {
			connection.deadline = performance.now() + timeoutMs;
		}

		this.#engine.send(connection, request.address + sent, length - sent);
	}
}
