// Takes connections in: from a listening socket that a poller watches, or from who hands them over.
import {CallErrors} from '../linux/call-errors.js';
import {receiveDescriptor} from '../linux/descriptor-passing.js';
import {EAGAIN, EPIPE} from '../linux/errno.js';
import * as libc from '../linux/libc.js';
import type {Poller} from '../linux/poller.js';
import {acceptFrom} from '../linux/socket.js';
import {AcceptRest} from './accept-rest.js';
import type {Listening} from './listener-kinds.js';
import {Watch} from './watch.js';

/** Where connections come from. */
export type Listener = {
	readonly fd: number;
	readonly token: number;
	readonly listening: Listening;
};

/** Takes every connection there is whenever the descriptor is ready, as dphttpd always did. */
export class ReadinessAcceptor {
	/** How often it was asked for one, and by which call. */
	calls = 0;
	readonly call: 'accept4' | 'recvmsg';
	readonly errors = new CallErrors();
	readonly rest: AcceptRest;
	readonly #watch: Watch;
	readonly #isEdge: boolean;
	readonly #admit: (fd: number) => void;
	/** An edge is reported once: so a queue that was found empty is looked at again when idle. */
	#isUnconfirmed = false;

	/** @throws Error where the poller has no exclusive wait, and that is asked for. */
	constructor(
		poller: Poller,
		{fd, token, listening}: Listener,
		actions: {admit: (fd: number) => void; warn: (message: string) => void},
	) {
		if (listening === 'exclusive' && poller.exclusive === undefined) {
			throw new Error(
				'this mechanism has no exclusive wait (EPOLLEXCLUSIVE is of epoll, and not with EPOLLONESHOT): take --listener shared, reuseport, blocking or acceptor',
			);
		}

		this.rest = new AcceptRest(actions.warn);
		this.call = listening === 'handed' ? 'recvmsg' : 'accept4';
		this.#watch = new Watch(
			poller,
			fd,
			token,
			listening === 'exclusive' ? poller.exclusive : undefined,
		);
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
			const fd = this.#take();
			if (fd >= 0) {
				isCertain = true;
				this.rest.worked();
				this.#admit(fd);
				continue;
			}

			const errno = -fd;
			this.errors.count(errno);
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

	/** A connection, or a negated errno. */
	#take(): number {
		this.calls++;
		const {fd} = this.#watch;
		const taken = this.call === 'accept4' ? acceptFrom(fd) : receiveDescriptor(fd);
		if (taken >= 0) {
			return taken;
		}

		return taken === -1 ? -libc.errno() : -EPIPE;
	}
}
