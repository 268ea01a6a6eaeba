// The load client's input and output inside TLS: by epoll(7), and by GnuTLS on each socket.
import {EAGAIN, ECONNRESET, EPIPE, EPROTO} from '../../../linux/errno.js';
import type {Address} from '../../../linux/libc.js';
import {DONE, GONE, LATER, TlsError, type TlsSession, pskClient} from '../../../linux/tls.js';
import type {Connection} from '../connection.js';
import type {Engine} from '../engine.js';
import {EpollEngine} from './epoll.js';

/** Opens the engine. @throws Error where there is no GnuTLS. */
export function openTlsEngine(): Engine {
	return new TlsEngine();
}

/** A connection is open once it has shaken hands. */
class TlsEngine extends EpollEngine {
	/** Another record may be behind. */
	protected override readonly isDrainedByShortRead = false;
	readonly #open = pskClient();
	/** By the connections' slots. */
	readonly #sessions: Array<TlsSession | undefined> = [];

	override close(connection: Connection, reset: boolean): void {
		this.#sessions[connection.slot]?.[Symbol.dispose]();
		this.#sessions[connection.slot] = undefined;
		super.close(connection, reset);
	}

	protected override opening(connection: Connection): number {
		const {fd, slot} = connection;
		let session = this.#sessions[slot];
		if (session === undefined) {
			const errno = super.opening(connection);
			if (errno !== 0) {
				return errno;
			}

			session = this.#open(fd);
			this.#sessions[slot] = session;
		}

		try {
			const result = session.handshake();
			return result === DONE ? 0 : result === LATER ? EAGAIN : ECONNRESET;
		} catch (error) {
			return -errnoOf(error);
		}
	}

	protected override receiveFrom(connection: Connection, address: Address, length: number): number {
		try {
			const count = this.#sessionOf(connection).receive(address, length);
			return count === LATER ? -EAGAIN : count;
		} catch (error) {
			return errnoOf(error);
		}
	}

	protected override sendTo(connection: Connection, address: Address, length: number): number {
		try {
			const count = this.#sessionOf(connection).send(address, length);
			return count === LATER ? -EAGAIN : count === GONE ? -EPIPE : count;
		} catch (error) {
			return errnoOf(error);
		}
	}

	#sessionOf({slot}: Connection): TlsSession {
		return this.#sessions[slot] as TlsSession;
	}
}

/** Negated. */
function errnoOf(error: unknown): number {
	if (error instanceof TlsError) {
		return -EPROTO;
	}

	throw error;
}
