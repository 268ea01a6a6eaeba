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
	/** Calls that were made on connections to be renewed: the first `#toRenew`. */
	readonly #renewals: number[] = [];
	#toRenew = 0;
	readonly #startedAt = performance.now();
	readonly #client: Client;
	readonly #options: PopulationOptions;

	constructor(client: Client, options: PopulationOptions) {
		this.#client = client;
		this.#options = options;
	}

	/** Whether no connection is left, and none is to come. */
	get isExhausted(): boolean {
		return this.#begun >= this.#options.count && this.#live === 0 && !this.#isShort;
	}

	/** When `turn` next has something to do. */
	get nextAt(): number {
		return this.#options.order === 'paced' && this.#begun < this.#options.count
			? this.#startedAt + (this.#begun * 1000) / this.#options.rate
			: Infinity;
	}

	/** Opens what is due. */
	turn(now: number): void {
		if (this.isSettled && !this.#isShort && this.#begun >= this.#options.count) {
			return;
		}

		const {connections, statistics} = this.#client;
		let burst = 0;
		while (this.#isDue(now)) {
			let carried = 0;
			if (this.#toRenew > 0) {
				carried = this.#renewals[--this.#toRenew] as number;
			} else if (this.#toReplace > 0) {
				this.#toReplace--;
			} else {
				this.#begun++;
			}

			this.#live += this.#client.begin(carried) ? 1 : 0;
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

	/**
	 * `connection` is closed after a call, as was to be expected: another goes on in its place, which is
	 * counted, and is no error.
	 */
	renew({carried, calls}: Connection): void {
		this.#live--;
		this.#renewals[this.#toRenew++] = carried + calls;
		this.#client.statistics.reconnects++;
	}

	/** Whether there are fewer than there should be. */
	get #isShort(): boolean {
		return this.#toReplace > 0 || this.#toRenew > 0;
	}

	#isDue(now: number): boolean {
		const {count, order} = this.#options;
		if (this.#isShort) {
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
