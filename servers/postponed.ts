// Connections to look at once more in the next turn, without an event.
import {Batch} from './batch.js';
import {type Connection, DOOMED} from './connection.js';

/** Two lists: what is postponed while one is gone through waits in the other. */
export class Postponed {
	#next = new Batch<Connection>();
	#spare = new Batch<Connection>();

	get isEmpty(): boolean {
		return this.#next.count === 0;
	}

	push(connection: Connection): void {
		this.#next.push(connection);
	}

	/** Calls `look` with each that is not doomed. */
	resume(look: (connection: Connection) => void): void {
		const now = this.#next;
		this.#next = this.#spare;
		for (let index = 0; index < now.count; index++) {
			const connection = now.items[index] as Connection;
			if (connection.phase !== DOOMED) {
				look(connection);
			}
		}

		now.clear();
		this.#spare = now;
	}
}
