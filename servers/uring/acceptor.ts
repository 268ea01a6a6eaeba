// Accepts connections through the ring: one request that completes with every connection.
import type {Ring} from '../../linux/io-uring/ring.js';
import {ECANCELED} from '../../linux/errno.js';
import {setBlocking} from '../../linux/socket.js';
import {AcceptRest} from '../accept-rest.js';
import {armAccept, cancelAll} from './operations.js';

/** The listening socket of a completion backend. */
export class UringAcceptor {
	readonly rest: AcceptRest;
	/** Whether the request is in the kernel. */
	isArmed = false;
	/** How often it ended by itself and was submitted again. */
	rearms = 0;
	readonly #ring: Ring;
	readonly #fd: number;
	readonly #token: number;

	constructor(ring: Ring, listener: {fd: number; token: number}, warn: (message: string) => void) {
		this.#ring = ring;
		this.#fd = listener.fd;
		this.#token = listener.token;
		this.rest = new AcceptRest(warn);
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
			this.rest.worked();
			this.#rearm();
			return result;
		}

		if (result !== -ECANCELED && this.rest.failed(-result)) {
			this.#rearm();
		}

		return -1;
	}

	/** Accepts again where a rest is over; `freed`: a descriptor was closed in this turn. */
	endTurn(freed: boolean): void {
		if (this.rest.end(freed)) {
			this.#rearm();
		}
	}

	cancel(): void {
		cancelAll(this.#ring, this.#fd, this.#token);
	}

	#rearm(): void {
		if (!this.isArmed) {
			this.rearms++;
			this.#arm();
		}
	}

	#arm(): void {
		this.isArmed = true;
		armAccept(this.#ring, this.#fd, this.#token);
	}
}
