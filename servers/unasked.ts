// Connections that were answered, and are received from without an event: eagerly, or after the others.
import {type Connection, OPEN} from './connection.js';
import {Postponed} from './postponed.js';
import type {ReceivePolicy} from './receive-policy.js';

/** Receives an event and turn. A client that is always faster must not keep the others waiting. */
const IN_A_ROW = 16;

/** What a policy asks for within one turn; `waiting` asks for nothing. */
export class Unasked {
	readonly #policy: ReceivePolicy;
	readonly #receive: (connection: Connection) => void;
	readonly #yielded = new Postponed();
	#left = 0;

	constructor(policy: ReceivePolicy, receive: (connection: Connection) => void) {
		this.#policy = policy;
		this.#receive = receive;
	}

	/** A turn begins, with so many events. */
	begin(events: number): void {
		if (this.#policy !== 'waiting') {
			this.#left = IN_A_ROW * Math.max(events, 1);
		}
	}

	/** `connection` has its reply. Returns whether it is received from, now or later in this turn. */
	answered(connection: Connection): boolean {
		if (this.#left === 0 || connection.phase !== OPEN) {
			return false;
		}

		this.#left--;
		if (this.#policy === 'yield') {
			this.#yielded.push(connection);
		} else {
			this.#receive(connection);
		}

		return true;
	}

	/** Receives from those that let the others go first. Returns whether there were any. */
	resume(): boolean {
		if (this.#yielded.isEmpty) {
			return false;
		}

		this.#yielded.resume(this.#receive);
		return true;
	}
}
