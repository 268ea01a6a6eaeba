// Connections that another process hands to a completion backend.
import {CallErrors} from '../../linux/call-errors.js';
import {receiveDescriptor} from '../../linux/descriptor-passing.js';
import {EAGAIN, EPIPE} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import * as libc from '../../linux/libc.js';
import {SystemError} from '../../linux/system-error.js';
import {UringInput} from './input.js';

/** The ring tells when some have come; each is then taken with a call of its own. */
export class UringPassage {
	calls = 0;
	readonly errors = new CallErrors();
	readonly input: UringInput;
	readonly #fd: number;
	readonly #admit: (fd: number) => void;

	constructor(ring: Ring, passage: {fd: number; token: number}, admit: (fd: number) => void) {
		this.#fd = passage.fd;
		this.#admit = admit;
		this.input = new UringInput(ring, passage, () => {
			this.#takeAll();
		});
	}

	/** @throws SystemError where who handed them over is gone. */
	#takeAll(): void {
		for (;;) {
			this.calls++;
			const fd = receiveDescriptor(this.#fd);
			if (fd >= 0) {
				this.#admit(fd);
				continue;
			}

			const errno = fd === -1 ? libc.errno() : EPIPE;
			this.errors.count(errno);
			if (errno !== EAGAIN && !mayPass(errno)) {
				throw new SystemError('recvmsg', errno);
			}

			return;
		}
	}
}
