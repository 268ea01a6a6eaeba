// The closed loop: each connection sends its next request when it has the reply to the last.
//
// The replies of a turn are all taken in before the next requests are sent, because a server that is
// sent a burst sleeps and wakes less often than one that is sent a request at a time.
import type {Client} from './client.js';
import type {Connection} from './connection.js';
import type {Load} from './load.js';
import {Population, type PopulationOptions} from './population.js';

/** Calls on each connection, one after the other. */
export class ClosedLoop implements Load {
	readonly schedule = undefined;
	readonly isDrained = true;
	readonly #client: Client;
	readonly #population: Population;
	readonly #calls: number;
	readonly #due: Connection[] = [];
	#dueCount = 0;

	/** `calls` a connection, which may be Infinity: then connections that the server ends are replaced. */
	constructor(client: Client, population: Omit<PopulationOptions, 'replaces'>, calls: number) {
		this.#client = client;
		this.#calls = calls;
		this.#population = new Population(client, {...population, replaces: calls === Infinity});
	}

	get isSettled(): boolean {
		return this.#population.isSettled;
	}

	get outcome(): Load['outcome'] {
		if (!this.#population.isExhausted) {
			return undefined;
		}

		return this.#calls === Infinity ? 'failed' : 'completed';
	}

	get nextAt(): number {
		return this.#population.nextAt;
	}

	start(): void {
		// Calls need no schedule.
	}

	turn(now: number): void {
		// Those that the server has closed meanwhile are idle no more.
		this.#client.sender.sendAll(this.#due, this.#dueCount);
		this.#dueCount = 0;
		this.#population.turn(now);
	}

	opened(connection: Connection): void {
		if (this.#calls === 0) {
			this.#finish(connection);
		} else {
			this.#client.sender.send(connection);
		}
	}

	replied(connection: Connection, isLast: boolean): void {
		if (connection.carried + connection.calls >= this.#calls) {
			this.#finish(connection);
		} else if (isLast) {
			this.#population.renew(connection);
		} else {
			this.#due[this.#dueCount++] = connection;
		}
	}

	closed(connection: Connection): void {
		// httperf, too, counts this as a reset: it finds out by sending the next request.
		if (this.#calls !== Infinity) {
			this.#client.count('connreset');
		}

		this.#population.ended(connection);
	}

	failed(connection: Connection): void {
		this.#population.ended(connection);
	}

	close(): void {
		// Calls that the window cuts off have no reply in it.
	}

	finish(): void {
		// Nothing is outstanding but the calls that are under way.
	}

	#finish(connection: Connection): void {
		this.#client.connections.close(connection);
		this.#population.ended(connection);
	}
}
