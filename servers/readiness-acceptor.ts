// Accepts connections from a listening socket that a poller watches.
import {EAGAIN} from '../linux/errno.js';
import * as libc from '../linux/libc.js';
import type {Poller} from '../linux/poller.js';
import {acceptFrom} from '../linux/socket.js';
import {SystemError} from '../linux/system-error.js';
import {AcceptRest, isLimit, isPassing} from './accept-rest.js';
import {Watch} from './watch.js';

/** Takes every connection there is whenever the listening socket is ready, as dphttpd always did. */
export class ReadinessAcceptor {
	readonly calls = {accept4: 0};
	readonly rest = new AcceptRest();
	readonly #watch: Watch;
	readonly #admit: (fd: number) => void;
	readonly #warn: (message: string) => void;

	constructor(
		poller: Poller,
		listener: {fd: number; token: number},
		actions: {admit: (fd: number) => void; warn: (message: string) => void},
	) {
		this.#watch = new Watch(poller, listener.fd, listener.token);
		this.#admit = actions.admit;
		this.#warn = actions.warn;
	}

	get token(): number {
		return this.#watch.token;
	}

	/** Accepts until none is left, or a limit is met: then it rests. */
	accept(): void {
		for (;;) {
			this.calls.accept4++;
			const fd = acceptFrom(this.#watch.fd);
			if (fd !== -1) {
				this.#admit(fd);
				continue;
			}

			const errno = libc.errno();
			if (errno === EAGAIN) {
				this.#watch.rearm();
				return;
			}

			if (isLimit(errno)) {
				this.#warn(this.rest.begin(errno));
				this.#watch.pause();
				return;
			}

			if (!isPassing(errno)) {
				throw new SystemError('accept4', errno);
			}
		}
	}
}
