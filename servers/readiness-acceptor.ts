// Accepts connections from a listening socket that a poller watches.
import {EAGAIN} from '../linux/errno.js';
import * as libc from '../linux/libc.js';
import type {Poller} from '../linux/poller.js';
import {acceptFrom} from '../linux/socket.js';
import {AcceptRest} from './accept-rest.js';
import {Watch} from './watch.js';

/** Takes every connection there is whenever the listening socket is ready, as dphttpd always did. */
export class ReadinessAcceptor {
	readonly calls = {accept4: 0};
	readonly rest: AcceptRest;
	readonly #watch: Watch;
	readonly #isEdge: boolean;
	readonly #admit: (fd: number) => void;
	/** An edge is reported once: so a queue that was found empty is looked at again when idle. */
	#isUnconfirmed = false;

	constructor(
		poller: Poller,
		listener: {fd: number; token: number},
		actions: {admit: (fd: number) => void; warn: (message: string) => void},
	) {
		this.rest = new AcceptRest(actions.warn);
		this.#watch = new Watch(poller, listener.fd, listener.token);
		this.#isEdge = poller.trigger === 'edge';
		this.#admit = actions.admit;
	}

	get token(): number {
		return this.#watch.token;
	}

	/** Accepts until none is left, or a limit is met: then it rests. */
	accept(): void {
		this.#isUnconfirmed = this.#isEdge;
		let isCertain = !this.#isEdge;
		for (;;) {
			this.calls.accept4++;
			const fd = acceptFrom(this.#watch.fd);
			if (fd !== -1) {
				isCertain = true;
				this.rest.worked();
				this.#admit(fd);
				continue;
			}

			const errno = libc.errno();
			if (errno === EAGAIN && !isCertain) {
				// One was reported, and is not there: an edge-triggered watch would be silent of it.
				isCertain = true;
			} else if (errno === EAGAIN) {
				this.#watch.rearm();
				return;
			} else if (!this.rest.failed(errno)) {
				this.#watch.pause();
				return;
			}
		}
	}

	/** To be called where a wait has found nothing. */
	idle(): void {
		if (this.#isUnconfirmed && !this.rest.isResting) {
			this.accept();
			this.#isUnconfirmed = false;
		}
	}

	/** Accepts again where a rest is over; `freed`: a descriptor was closed in this turn. */
	endTurn(freed: boolean): void {
		this.#watch.endTurn();
		if (this.rest.end(freed)) {
			this.accept();
		}
	}
}
