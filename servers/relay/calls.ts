// The system calls of a relay on its connections: each is made here, and counted.
import {EAGAIN, EALREADY, EINPROGRESS, EISCONN} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {
	MSG_NOSIGNAL,
	TCP_NODELAY,
	connectToEncoded,
	openSocket,
	resetSocket,
	setOption,
	shutdownSend,
} from '../../linux/socket.js';
import type {Flow} from './flow.js';

/** What a call came to where it did not fail for good. */
export const NOT_YET = -1;
/** It failed: errno tells. */
export const FAILED = -2;

/** Calls by the kernel's names for them, and those that only said "not yet" apart. */
export class Calls {
	readonly made = {
		recvfrom: 0,
		sendto: 0,
		socket: 0,
		connect: 0,
		setsockopt: 0,
		shutdown: 0,
		close: 0,
	};
	readonly #origin: Memory;
	#noInput = 0;
	#noRoom = 0;
	#begun = 0;
	#inProgress = 0;

	/** @param origin where to connect to, as encodeAddress makes it */
	constructor(origin: Memory) {
		this.#origin = origin;
	}

	/** Those of the calls that failed so, by errno. */
	errors(): Record<string, Record<string, number>> {
		return {
			recvfrom: {EAGAIN: this.#noInput},
			sendto: {EAGAIN: this.#noRoom},
			connect: {EINPROGRESS: this.#begun, EALREADY: this.#inProgress},
		};
	}

	/** Receives up to `room` bytes into `flow`: how many, 0 at the end of the stream, NOT_YET or FAILED. */
	receive(fd: number, flow: Flow, room: number): number {
		this.made.recvfrom++;
		const count = libc.recv(fd, flow.open().address + flow.end, room, 0);
		if (count !== -1) {
			return count;
		}

		if (libc.errno() !== EAGAIN) {
			return FAILED;
		}

		this.#noInput++;
		return NOT_YET;
	}

	/** Sends what is in `flow`: how many bytes went, NOT_YET or FAILED. */
	send(fd: number, flow: Flow): number {
		this.made.sendto++;
		const {address} = flow.open();
		const count = libc.send(fd, address + flow.start, flow.end - flow.start, MSG_NOSIGNAL);
		if (count !== -1) {
			return count;
		}

		if (libc.errno() !== EAGAIN) {
			return FAILED;
		}

		this.#noRoom++;
		return NOT_YET;
	}

	/** A socket for the origin. @throws SystemError where there is none to be had. */
	open(): number {
		this.made.socket++;
		return openSocket();
	}

	/** Begins to connect, or asks how it goes: 0 once connected, NOT_YET or FAILED. */
	connect(fd: number): number {
		this.made.connect++;
		if (connectToEncoded(fd, this.#origin) === 0) {
			return 0;
		}

		switch (libc.errno()) {
			case EISCONN:
				return 0;
			case EINPROGRESS:
				this.#begun++;
				return NOT_YET;
			case EALREADY:
				this.#inProgress++;
				return NOT_YET;
			default:
				return FAILED;
		}
	}

	/** Sends small segments at once: Nagle's algorithm is off on all four ends. */
	hurry(fd: number): void {
		this.made.setsockopt++;
		try {
			setOption(fd, TCP_NODELAY, 1);
		} catch {
			// It is slower then, and nothing else.
		}
	}

	/** Ends the sending side. */
	shut(fd: number): void {
		this.made.shutdown++;
		shutdownSend(fd);
	}

	close(fd: number): void {
		this.made.close++;
		libc.close(fd);
	}

	/** Closes with a reset. */
	reset(fd: number): void {
		this.made.setsockopt++;
		this.made.close++;
		resetSocket(fd);
	}
}
