// The load client's input and output by epoll(7), for kernels without io_uring.
//
// Every descriptor is watched once, edge-triggered, for all that can happen to it: so a call costs a
// recv(2), a send(2) and its share of a wait, and no epoll_ctl(2). No edge is lost, because a socket
// is read until a read comes back short (epoll(7)), or to its end where the peer has closed.
import {openEpoll} from '../../../linux/epoll.js';
import {EAGAIN, EINPROGRESS, EINTR} from '../../../linux/errno.js';
import * as libc from '../../../linux/libc.js';
import {type Memory, allocate} from '../../../linux/memory.js';
import {
	ERROR,
	HANGUP,
	PEER_CLOSED,
	READABLE,
	WRITABLE,
	createReadyList,
} from '../../../linux/poller.js';
import {
	MSG_NOSIGNAL,
	SO_ERROR,
	connectToEncoded,
	getOption,
	resetSocket,
} from '../../../linux/socket.js';
import {AWAITING, CLOSED, CONNECTING, type Connection, SENDING} from '../connection.js';
import type {Engine, EngineHandler} from '../engine.js';

const GONE = PEER_CLOSED | HANGUP | ERROR;
const INPUT = READABLE | GONE;

/** Events a turn: more than the connections of a study. */
const BATCH = 1024;
const BUFFER_SIZE = 65_536;

/** Opens the engine. */
export function openEpollEngine(): Engine {
	return new EpollEngine();
}

/** The engine: what moves the bytes of a connection may be another's. */
export class EpollEngine implements Engine {
	readonly name = 'epoll';
	/** A read that comes back short was the last of what had come. */
	protected readonly isDrainedByShortRead: boolean = true;
	readonly #poller = openEpoll('edge');
	readonly #ready = createReadyList(BATCH);
	readonly #buffer = allocate(BUFFER_SIZE);
	/** The connections by their slots, which are the tokens of their events. */
	readonly #connections: Connection[] = [];
	/** What else is watched: number n has the token -1 - n. */
	readonly #watched: Array<(events: number) => void> = [];
	#handler!: EngineHandler;

	attach(handler: EngineHandler): void {
		this.#handler = handler;
	}

	connect(connection: Connection, address: Memory): number {
		const {fd, slot} = connection;
		const errno = connectToEncoded(fd, address) === 0 ? 0 : libc.errno();
		if (errno !== 0 && errno !== EINPROGRESS) {
			return errno;
		}

		this.#connections[slot] = connection;
		this.#poller.add(fd, slot, READABLE | WRITABLE | PEER_CLOSED);
		return 0;
	}

	sendingAt(): number {
		return performance.now();
	}

	send(connection: Connection, address: number, length: number): void {
		let sent = -EINTR;
		while (sent === -EINTR) {
			sent = this.sendTo(connection, address, length);
		}

		// A socket that is full becomes writable, which is an event.
		if (sent !== -EAGAIN) {
			this.#handler.sent(connection, sent);
		}
	}

	close(connection: Connection, reset: boolean): void {
		// What close(2) takes off the set itself: nobody else has the descriptor (epoll(7), question 6).
		if (reset) {
			resetSocket(connection.fd);
		} else {
			libc.close(connection.fd);
		}

		this.#handler.released(connection);
	}

	watch(fd: number, ready: (events: number) => void): () => void {
		const token = -1 - this.#watched.length;
		this.#watched.push(ready);
		this.#poller.add(fd, token, READABLE | PEER_CLOSED);
		return () => {
			this.#poller.remove(fd, token);
		};
	}

	wait(timeoutMs: number): number {
		const ready = this.#ready;
		const count = this.#poller.wait(ready, timeoutMs);
		const now = performance.now();
		// A descriptor is reported once a wait, and others are opened only after the last event: so no
		// slot is used anew while an event of its former use waits here.
		for (let index = 0; index < count; index++) {
			const token = ready.tokens[index] as number;
			const events = ready.events[index] as number;
			if (token >= 0) {
				this.#handle(this.#connections[token] as Connection, events, now);
			} else {
				this.#watched[-1 - token]?.(events);
			}
		}

		return count;
	}

	[Symbol.dispose](): void {
		this.#poller[Symbol.dispose]();
	}

	/** Whether it is open: 0; EAGAIN, where that is still to be seen; or the errno with which it failed. */
	protected opening({fd}: Connection): number {
		return getOption(fd, SO_ERROR);
	}

	/** Both return how many bytes, or a negated errno; nothing received is the end of the stream. */
	protected receiveFrom({fd}: Connection, address: libc.Address, length: number): number {
		const count = libc.recv(fd, address, length, 0);
		return count === -1 ? -libc.errno() : count;
	}

	protected sendTo({fd}: Connection, address: libc.Address, length: number): number {
		const count = libc.send(fd, address, length, MSG_NOSIGNAL);
		return count === -1 ? -libc.errno() : count;
	}

	#handle(connection: Connection, events: number, now: number): void {
		if (connection.phase >= AWAITING) {
			this.#receive(connection, events, now);
			return;
		}

		if (connection.phase === CONNECTING) {
			const errno = this.opening(connection);
			if (errno === EAGAIN) {
				return;
			}

			this.#handler.connected(connection, errno);
		} else if (connection.phase === SENDING) {
			this.#handler.sent(connection, 0);
		}

		// What has come together with the event above: its edge is not reported again.
		if ((events & INPUT) !== 0 && connection.phase !== CLOSED && connection.phase !== SENDING) {
			this.#receive(connection, events, performance.now());
		}
	}

	#receive(connection: Connection, events: number, now: number): void {
		const {address, bytes} = this.#buffer;
		const {length} = bytes;
		for (;;) {
			const count = this.receiveFrom(connection, address, length);
			if (count > 0) {
				this.#handler.received(connection, this.#buffer, 0, count, now);
			} else if (count === -EAGAIN) {
				return;
			} else if (count !== -EINTR) {
				this.#handler.ended(connection, -count, now);
			}

			const isShort = this.isDrainedByShortRead && count < length && count > 0;
			if (connection.phase === CLOSED || (isShort && (events & GONE) === 0)) {
				return;
			}

			now = performance.now();
		}
	}
}
