// The calls of readiness: a socket is tried, and says at once what it can do.
import {type CallErrorCounts, CallErrors} from '../../linux/call-errors.js';
import {mayPass} from '../../linux/errno-class.js';
import {EAGAIN, EALREADY, EINPROGRESS, EISCONN} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {MSG_NOSIGNAL, connectToEncoded, openSocket} from '../../linux/socket.js';
import {Calls} from './calls.js';
import {FAILED, NOT_YET, type RelayIo} from './io.js';
import type {Side} from './side.js';

/** How often connect() is called at most where it was interrupted, or the kernel was short of something. */
const TRIES = 3;

/** Those that may fail are counted by errno as well. */
export class SocketCalls extends Calls implements RelayIo {
	errno = 0;
	readonly #origin: Memory;
	readonly #tried = {recvfrom: 0, sendto: 0, connect: 0};
	readonly #failed = {
		recvfrom: new CallErrors(),
		sendto: new CallErrors(),
		connect: new CallErrors(),
	};

	/** @param origin where to connect to, as encodeAddress makes it */
	constructor(origin: Memory) {
		super();
		this.#origin = origin;
	}

	/** Calls so far, by name. */
	counts(): Record<string, number> {
		return {...this.#tried, ...this.made};
	}

	/** Those of them that failed. */
	errors(): CallErrorCounts {
		return Object.fromEntries(
			Object.entries(this.#failed).map(([name, errors]) => [name, errors.byName()]),
		);
	}

	/** Receives and sends so far. */
	get transfers(): number {
		return this.#tried.recvfrom + this.#tried.sendto;
	}

	receive({fd, input}: Side, room: number): number {
		this.#tried.recvfrom++;
		const count = libc.recv(fd, input.open().address + input.end, room, 0);
		return count === -1 ? this.#failure(this.#failed.recvfrom) : count;
	}

	send({fd, output}: Side): number {
		this.#tried.sendto++;
		const {address} = output.open();
		const count = libc.send(fd, address + output.start, output.length, MSG_NOSIGNAL);
		return count === -1 ? this.#failure(this.#failed.sendto) : count;
	}

	open(): number {
		this.made.socket++;
		return openSocket();
	}

	connect({fd}: Side): number {
		for (let tries = 0; tries < TRIES; tries++) {
			this.#tried.connect++;
			if (connectToEncoded(fd, this.#origin) === 0) {
				return 0;
			}

			this.errno = libc.errno();
			this.#failed.connect.count(this.errno);
			switch (this.errno) {
				case EISCONN:
					return 0;
				case EINPROGRESS:
				case EALREADY:
					return NOT_YET;
				default:
					if (!mayPass(this.errno)) {
						return FAILED;
					}
			}
		}

		return FAILED;
	}

	#failure(errors: CallErrors): number {
		this.errno = libc.errno();
		errors.count(this.errno);
		return this.errno === EAGAIN ? NOT_YET : FAILED;
	}
}
