// The table of a server's connections.
import {descriptorOf} from '../linux/token.js';
import type {BackendOptions, ConnectionCounters} from './backend.js';
import {Connection} from './connection.js';
import {Generations} from './generations.js';

/** The open connections, found by descriptor. */
export class ConnectionTable {
	readonly counters: ConnectionCounters = {now: 0, peak: 0, accepted: 0, refused: 0, stale: 0};
	readonly #connections: Array<Connection | undefined> = [];
	readonly #generations = new Generations();
	readonly #maxConnections: number;

	constructor(options: BackendOptions) {
		this.#maxConnections = options.maxConnections;
	}

	/** A token for a new use of `fd`. */
	newToken(fd: number): number {
		return this.#generations.newToken(fd);
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
