// The idle connections of an open loop: the one that has been idle for longest comes first, so that
// all of them are used.
import {type Connection, IDLE} from './connection.js';

/** A linked list through the connections: adding and taking allocate nothing. */
export class IdleQueue {
	#first: Connection | undefined;
	#last: Connection | undefined;

	/** The one that {@link take} would return. */
	get first(): Connection | undefined {
		// One that was closed meanwhile is dropped only here.
		while (this.#first && this.#first.phase !== IDLE) {
			this.#shift(this.#first);
		}

		return this.#first;
	}

	/** Adds `connection`. One that was closed in here and has been opened again keeps its place. */
	add(connection: Connection): void {
		if (connection.isQueued) {
			return;
		}

		connection.isQueued = true;
		if (this.#last) {
			this.#last.nextIdle = connection;
		} else {
			this.#first = connection;
		}

		this.#last = connection;
	}

	take(): Connection | undefined {
		const {first} = this;
		if (first) {
			this.#shift(first);
		}

		return first;
	}

	#shift(first: Connection): void {
		this.#first = first.nextIdle;
		this.#last = this.#first ? this.#last : undefined;
		first.nextIdle = undefined;
		first.isQueued = false;
	}
}
