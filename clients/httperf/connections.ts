// The connections there are: each in a slot, by which an engine knows it.
import {CLOSED, CONNECTING, Connection, IDLE, SENDING} from './connection.js';
import type {Engine} from './engine.js';
import type {Statistics} from './statistics.js';

/** Slots are reused, so that there are no more than connections at once. */
export class Connections {
	/** Connections that are being opened. */
	connecting = 0;
	/** Connections that are open. */
	open = 0;
	/** Connection-milliseconds until `#openSince`, from when on `open` are open. */
	#openTime = Number.NaN;
	#openSince = Number.NaN;
	readonly #all: Connection[] = [];
	readonly #free: Connection[] = [];
	readonly #engine: Engine;
	readonly #statistics: Statistics;

	constructor(engine: Engine, statistics: Statistics) {
		this.#engine = engine;
		this.#statistics = statistics;
		this.#openTime = 0;
		this.#openSince = performance.now();
	}

	/** For how many milliseconds connections have been open until `now`, all of them together. */
	openTime(now: number): number {
		return this.#openTime + this.open * (now - this.#openSince);
	}

	/** Takes on a socket that begins to connect, after `carried` calls on others. */
	begin(fd: number, carried: number, timeoutMs: number): Connection {
		let connection = this.#free.pop();
		if (!connection) {
			connection = new Connection(this.#all.length);
			this.#all.push(connection);
		}

		connection.begin(fd, carried, performance.now(), timeoutMs);
		this.connecting++;
		this.#statistics.began();
		return connection;
	}

	/** `connection` is established. */
	opened(connection: Connection): void {
		const now = performance.now();
		this.connecting--;
		this.#changeOpen(1, now);
		connection.phase = IDLE;
		connection.deadline = Infinity;
		this.#statistics.connects++;
		this.#statistics.connectTime += now - connection.openedAt;
	}

	/** Closes a connection: with a reset, no TIME_WAIT is left. */
	close(connection: Connection, {reset = false} = {}): void {
		const now = performance.now();
		if (connection.phase === CONNECTING) {
			this.connecting--;
		} else {
			this.#changeOpen(-1, now);
		}

		connection.phase = CLOSED;
		this.#statistics.ended(connection, now);
		this.#engine.close(connection, reset);
	}

	/** The engine is done with it, after `close`. */
	released(connection: Connection): void {
		this.#free.push(connection);
	}

	/** Closes every connection. */
	closeAll({reset}: {reset: boolean}): void {
		for (const connection of this.#all) {
			if (connection.phase !== CLOSED) {
				this.close(connection, {reset});
			}
		}
	}

	/** Calls `act` with each connection that has a call under way. */
	forEachCalling(act: (connection: Connection) => void): void {
		for (const connection of this.#all) {
			if (connection.phase >= SENDING) {
				act(connection);
			}
		}
	}

	/** Calls `expired` with each connection that has made no progress for too long. */
	expire(now: number, expired: (connection: Connection) => void): void {
		for (const connection of this.#all) {
			if (connection.phase !== CLOSED && now > connection.deadline) {
				expired(connection);
			}
		}
	}

	#changeOpen(by: number, now: number): void {
		this.#openTime = this.openTime(now);
		this.#openSince = now;
		this.open += by;
	}
}
