// A worker that waits in accept(2): it serves one connection at a time, as Apache's prefork does.
import {Backoff, rest} from '../../linux/backoff.js';
import {CallErrors} from '../../linux/call-errors.js';
import {EAGAIN, EINTR} from '../../linux/errno.js';
import {isOfAccepted, mayPass} from '../../linux/errno-class.js';
import * as libc from '../../linux/libc.js';
import {INTERRUPTED} from '../../linux/poller.js';
import {acceptFrom} from '../../linux/socket.js';
import {SystemError} from '../../linux/system-error.js';
import type {Backend} from '../backend.js';
import type {DphttpdProtocol} from './protocol.js';
import type {Source, Turn} from './source.js';

/** Connections of a listening socket that blocks, and whose accept(2) a signal ends (setReceiveTimeout). */
export class BlockingAccept implements Source {
	readonly #fd: number;
	readonly #errors = new CallErrors();
	#calls = 0;

	constructor(fd: number) {
		this.#fd = fd;
	}

	begin(backend: Backend, protocol: DphttpdProtocol): Turn {
		const backoff = new Backoff(message => {
			protocol.warned(message);
		});
		// Whoever has started us may be gone already, and then nobody ends a wait in accept(2).
		let isInputSeen = false;
		return timeoutMs => {
			if (protocol.open > 0) {
				return backend.turn(timeoutMs);
			}

			if (!isInputSeen) {
				isInputSeen = true;
				return backend.turn(0);
			}

			this.#calls++;
			const fd = acceptFrom(this.#fd);
			if (fd !== -1) {
				backoff.worked();
				backend.adopt(fd);
				return backend.turn(timeoutMs);
			}

			this.#failed(libc.errno(), backoff);
			// Whoever sent a signal wants to be heard: standard input is watched by the backend.
			backend.turn(0);
			return INTERRUPTED;
		};
	}

	syscalls(): Record<string, number> {
		return {accept4: this.#calls};
	}

	errors() {
		return {accept4: this.#errors.byName()};
	}

	[Symbol.dispose](): void {
		libc.close(this.#fd);
	}

	/** @throws SystemError where the socket cannot accept at all. */
	#failed(errno: number, backoff: Backoff): void {
		this.#errors.count(errno);
		if (errno === EINTR || errno === EAGAIN) {
			return;
		}

		if (!mayPass(errno) && !isOfAccepted(errno)) {
			throw new SystemError('accept', errno);
		}

		rest(backoff.failed('accept', errno));
	}
}
