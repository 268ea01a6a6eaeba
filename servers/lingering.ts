// Connections that the server has closed, until their peers have read everything and closed too.
//
// close(2) on a socket with unread input sends a reset, which can destroy a reply that the peer has
// not read yet (RFC 9112, section 9.6). So our side is shut down first and input is discarded, for a
// bounded time: a peer that never closes must not hold a descriptor.
import type {Connection} from './connection.js';

const LINGER_MS = 2000;
/** How often the time is looked at. */
const CHECK_MS = 100;

/** The lingering connections, in the order of their deadlines. */
export class Lingering<C = Connection> {
	readonly #deadlines = new Map<C, number>();

	add(connection: C): void {
		this.#deadlines.set(connection, Date.now() + LINGER_MS);
	}

	remove(connection: C): void {
		this.#deadlines.delete(connection);
	}

	/** The longest that a wait may take: `timeoutMs`, or less where something lingers. */
	limitWait(timeoutMs: number): number {
		return this.#deadlines.size === 0 ? timeoutMs : shorterWait(timeoutMs, CHECK_MS);
	}

	/** Calls `end` with each connection whose time is over. */
	expire(end: (connection: C) => void): void {
		if (this.#deadlines.size === 0) {
			return;
		}

		const now = Date.now();
		for (const [connection, deadline] of this.#deadlines) {
			if (deadline > now) {
				break;
			}

			this.#deadlines.delete(connection);
			end(connection);
		}
	}
}

/** The shorter of two waits in milliseconds, of which -1 means no limit. */
export function shorterWait(timeoutMs: number, limitMs: number): number {
	return timeoutMs < 0 ? limitMs : Math.min(timeoutMs, limitMs);
}
