// Opens the connections of a run, at the pace that was asked for, and replaces those that are lost.
import type {Client} from './client.js';
import type {Connection} from './connection.js';

/**
 * Connections opened together are not all begun at once: a server whose accept queue is full drops
 * the next SYN, which tcp(7) sends again only after a second. 128 is what servers of old ask listen()
 * for.
 */
const MAX_CONNECTING = 128;

/** `paced`: at a rate; `sequential`: each when the one before has ended; `together`: as fast as may be. */
export type Order = 'paced' | 'sequential' | 'together';

/** What a population is to be. */
export type PopulationOptions = {
	/** Connections in all. */
	readonly count: number;
	readonly order: Order;
	/** Connections begun a second, where they are paced. */
	readonly rate: number;
	/** Whether a connection that ends after at least one reply is followed by another. */
	readonly replaces: boolean;
};

/** The connections that a load keeps open. Times are those of performance.now(). */
export class Population {
	/** Whether all that are opened at the beginning are open, or have failed. */
	isSettled = false;
	#begun = 0;
	#live = 0;
	#toReplace = 0;
	readonly #startedAt = performance.now();
	readonly #client: Client;
	readonly #options: PopulationOptions;

	constructor(client: Client, options: PopulationOptions) {
		this.#client = client;
		this.#options = options;
	}

	/** Whether no connection is left, and none is to come. */
	get isExhausted(): boolean {
		return this.#begun >= this.#options.count && this.#live === 0 && this.#toReplace === 0;
	}

	/** When `turn` next has something to do. */
	get nextAt(): number {
		return this.#options.order === 'paced' && this.#begun < this.#options.count
			? this.#startedAt + (this.#begun * 1000) / this.#options.rate
			: Infinity;
	}

	/** Opens what is due. */
	turn(now: number): void {
		if (this.isSettled && this.#toReplace === 0 && this.#begun >= this.#options.count) {
			return;
		}

		const {connections, statistics} = this.#client;
		let burst = 0;
		while (this.#isDue(now)) {
			if (this.#toReplace > 0) {
				this.#toReplace--;
			} else {
				this.#begun++;
			}

			this.#live += this.#client.begin() ? 1 : 0;
			burst++;
		}

		statistics.longestBurst = Math.max(statistics.longestBurst, burst);
		this.isSettled ||=
			connections.connecting === 0 &&
			(this.#options.order === 'sequential' ? this.#begun > 0 : this.#begun >= this.#options.count);
	}

	/** `connection` is closed. */
	ended(connection: Connection): void {
		this.#live--;
		// One that never had a reply is not tried again: a server that resets each would be flooded.
		if (this.#options.replaces && connection.calls > 0) {
			this.#toReplace++;
		}
	}

	#isDue(now: number): boolean {
		const {count, order} = this.#options;
		if (this.#toReplace > 0) {
			return this.#client.connections.connecting < MAX_CONNECTING;
		}

		if (this.#begun >= count) {
			return false;
		}

		switch (order) {
			case 'sequential':
				return this.#live === 0;
			case 'together':
				return this.#client.connections.connecting < MAX_CONNECTING;
			case 'paced':
				return now >= this.nextAt;
		}
	}
}
