// Accepts connections through the ring: one request that completes with every connection.
import type {Ring} from '../../linux/io-uring/ring.js';
import {ECANCELED} from '../../linux/errno.js';
import {setBlocking} from '../../linux/socket.js';
import {SystemError} from '../../linux/system-error.js';
import {AcceptRest, isLimit, isPassing} from '../accept-rest.js';
import {armAccept, cancelAll} from './operations.js';

/** The listening socket of a completion backend. */
export class UringAcceptor {
	readonly rest = new AcceptRest();
	/** Whether the request is in the kernel. */
	isArmed = false;
	readonly #ring: Ring;
	readonly #fd: number;
	readonly #token: number;
	readonly #warn: (message: string) => void;

	constructor(ring: Ring, listener: {fd: number; token: number}, warn: (message: string) => void) {
		this.#ring = ring;
		this.#fd = listener.fd;
		this.#token = listener.token;
		this.#warn = warn;
		setBlocking(this.#fd);
		this.#arm();
	}

	/**
	 * Takes a completion. Returns the accepted descriptor, or -1 where it was none: then accepting
	 * rests (a limit was met) or has already begun again.
	 * @throws SystemError where the socket cannot accept at all.
	 */
	completed(result: number, more: boolean): number {
		this.isArmed = more;
		if (result >= 0) {
			if (!more) {
				this.#arm();
			}

			return result;
		}

		const errno = -result;
		if (isLimit(errno)) {
			this.#warn(this.rest.begin(errno));
		} else if (isPassing(errno)) {
			this.#arm();
		} else if (errno !== ECANCELED) {
			throw new SystemError('accept', errno);
		}

		return -1;
	}

	/** Accepts again where a rest is over; `freed`: a descriptor was closed in this turn. */
	endTurn(freed: boolean): void {
		if (this.rest.end(freed) && !this.isArmed) {
			this.#arm();
		}
	}

	cancel(): void {
		cancelAll(this.#ring, this.#fd, this.#token);
	}

	#arm(): void {
		if (!this.isArmed) {
			this.isArmed = true;
			armAccept(this.#ring, this.#fd, this.#token);
		}
	}
}
