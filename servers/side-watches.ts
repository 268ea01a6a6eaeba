// The descriptors that a readiness backend watches beside its connections.
import type {CallErrorCounts} from '../linux/call-errors.js';
import type {Poller} from '../linux/poller.js';
import {type Listener, ReadinessAcceptor} from './readiness-acceptor.js';
import {Watch} from './watch.js';

/** The listening socket, and one more descriptor to read: standard input. */
export class SideWatches {
	readonly #poller: Poller;
	#acceptor: ReadinessAcceptor | undefined;
	#input: {readonly watch: Watch; readonly ready: () => void} | undefined;

	constructor(poller: Poller) {
		this.#poller = poller;
	}

	listen(
		listener: Listener,
		actions: {admit: (fd: number) => void; warn: (message: string) => void},
	): void {
		this.#acceptor = new ReadinessAcceptor(this.#poller, listener, actions);
	}

	/** Calls `ready` whenever the descriptor can be read, until the function returned is called. */
	watch(input: {fd: number; token: number}, ready: () => void): () => void {
		const watch = new Watch(this.#poller, input.fd, input.token);
		this.#input = {watch, ready};
		return () => {
			watch.remove();
		};
	}

	/** Serves the event of `token`. Returns false where the token is none of these. */
	dispatch(token: number): boolean {
		if (token === this.#acceptor?.token) {
			this.#acceptor.accept();
			return true;
		}

		if (token === this.#input?.watch.token) {
			this.#input.ready();
			this.#input.watch.rearm();
			return true;
		}

		return false;
	}

	/** The longest that a wait may take: `timeoutMs`, or less while accepting rests. */
	limitWait(timeoutMs: number): number {
		return this.#acceptor ? this.#acceptor.rest.limitWait(timeoutMs) : timeoutMs;
	}

	/** To be called where a wait has found nothing. */
	idle(): void {
		this.#acceptor?.idle();
	}

	/** Ends a turn; `freed`: a descriptor was closed in it. */
	endTurn(freed: boolean): void {
		this.#acceptor?.endTurn(freed);
		this.#input?.watch.endTurn();
	}

	/** The calls by which connections were taken in, by name. */
	syscalls(): Record<string, number> {
		return this.#acceptor ? {[this.#acceptor.call]: this.#acceptor.calls} : {};
	}

	/** Those of them that failed. */
	errors(): CallErrorCounts {
		return this.#acceptor ? {[this.#acceptor.call]: this.#acceptor.errors.byName()} : {};
	}
}
