// The open connections of a server, whatever a connection is to it.
import {descriptorOf} from '../linux/token.js';
import type {BackendOptions, ConnectionCounters} from './backend.js';
import {Generations} from './generations.js';

/** What a table needs to know of a connection. */
type Entry = {readonly fd: number; readonly token: number};

/** The open connections, found by descriptor; `create` makes one. */
export class DescriptorTable<C extends Entry> {
	readonly counters: ConnectionCounters = {now: 0, peak: 0, accepted: 0, refused: 0, stale: 0};
	readonly #connections: Array<C | undefined> = [];
	readonly #generations = new Generations();
	readonly #maxConnections: number;
	readonly #create: (fd: number, token: number) => C;

	constructor(
		options: Pick<BackendOptions, 'maxConnections'>,
		create: (fd: number, token: number) => C,
	) {
		this.#maxConnections = options.maxConnections;
		this.#create = create;
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
	add(fd: number): C {
		const connection = this.#create(fd, this.newToken(fd));
		this.#connections[fd] = connection;
		const {counters} = this;
		counters.accepted++;
		counters.now++;
		counters.peak = Math.max(counters.peak, counters.now);
		return connection;
	}

	/** The connection that `token` names; undefined, and counted, where that use has ended. */
	find(token: number): C | undefined {
		const connection = this.#connections[descriptorOf(token)];
		if (connection?.token !== token) {
			this.counters.stale++;
			return undefined;
		}

		return connection;
	}

	remove(connection: C): void {
		this.#connections[connection.fd] = undefined;
		this.counters.now--;
	}

	/** Takes back an add: the connection was refused after all. */
	retract(connection: C): void {
		this.remove(connection);
		this.counters.accepted--;
	}

	all(): C[] {
		return this.#connections.filter(connection => connection !== undefined);
	}
}
