// The TLS sessions of a readiness backend's connections, by descriptor.
import {EAGAIN, EPIPE, EPROTO} from '../linux/errno.js';
import {sendByKernel} from '../linux/kernel-tls.js';
import type {Address} from '../linux/libc.js';
import type {Warn} from '../linux/poller.js';
import {SystemError} from '../linux/system-error.js';
import {DONE, LATER, type OpenTls, TlsError, type TlsSession, pskServer} from '../linux/tls.js';
import type {Security} from './security.js';

/** Kept apart from the connections, so that one without TLS is no larger for it. */
export class TlsSessions {
	readonly #open: OpenTls = pskServer();
	readonly #byKernel: boolean;
	readonly #warn: Warn;
	readonly #sessions: Array<TlsSession | undefined> = [];

	/** `warn` is told what ends a connection. @throws Error where there is no GnuTLS. */
	constructor(security: Exclude<Security, 'plain'>, warn: Warn) {
		this.#byKernel = security === 'ktls';
		this.#warn = warn;
	}

	/**
	 * Shakes hands, or receives up to a record: how many bytes, 0 at the end of the stream, or a negated errno,
	 * which is EPROTO's where the peer broke TLS.
	 */
	receive(fd: number, address: Address, length: number): number {
		try {
			const count = this.#receive(fd, address, length);
			return count === LATER ? -EAGAIN : count;
		} catch (error) {
			return this.#broken(error);
		}
	}

	/** Sends up to a record: how many bytes, or a negated errno as receive(). */
	send(fd: number, address: Address, length: number): number {
		try {
			const count = this.#sessions[fd]?.send(address, length) ?? 0;
			return count > 0 ? count : count === LATER ? -EAGAIN : -EPIPE;
		} catch (error) {
			return this.#broken(error);
		}
	}

	/** To be told before a connection is closed. */
	end(fd: number): void {
		this.#sessions[fd]?.[Symbol.dispose]();
		this.#sessions[fd] = undefined;
	}

	#receive(fd: number, address: Address, length: number): number {
		const session = (this.#sessions[fd] ??= this.#open(fd));
		if (!session.isOpen) {
			const result = session.handshake();
			if (result !== DONE) {
				return refuseFull(session, result);
			}

			if (this.#byKernel) {
				sendByKernel(fd, session);
			}
		}

		return session.receive(address, length);
	}

	#broken(error: unknown): number {
		if (!(error instanceof TlsError || error instanceof SystemError)) {
			throw error;
		}

		this.#warn(`a connection was ended: ${error.message}`);
		return -EPROTO;
	}
}

/**
 * Nobody waits for room to send a handshake in: our part has some 250 bytes, and a socket to which nothing was
 * sent yet takes 4 KiB at least (tcp_wmem). @throws TlsError where that is not so.
 */
function refuseFull(session: TlsSession, result: number): number {
	if (result === LATER && session.isSending) {
		throw new TlsError('its socket had no room for our part of the handshake');
	}

	return result;
}
