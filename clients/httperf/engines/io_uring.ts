// The load client's input and output by io_uring(7): one system call a turn, or a few for many sends.
//
// A receive is armed once a connection, and completes again and again into buffers that the kernel
// takes when data has come. What is sent in a turn goes to the kernel with the next wait.
import {PEER_CLOSED, READABLE, WRITABLE} from '../../../linux/poller.js';
import {EAGAIN, EINPROGRESS, EINTR, ENOBUFS} from '../../../linux/errno.js';
import * as abi from '../../../linux/io-uring/abi.js';
import {BufferRing} from '../../../linux/io-uring/buffer-ring.js';
import {whyNoMultishotReceive} from '../../../linux/io-uring/multishot.js';
import {Ring} from '../../../linux/io-uring/ring.js';
import * as libc from '../../../linux/libc.js';
import type {Memory} from '../../../linux/memory.js';
import {
	MSG_NOSIGNAL,
	SO_ERROR,
	connectToEncoded,
	getOption,
	setBlocking,
	setResetOnClose,
} from '../../../linux/socket.js';
import {CLOSED, CONNECTING, type Connection} from '../connection.js';
import type {Engine, EngineHandler} from '../engine.js';

const SUBMISSIONS = 4096;
const COMPLETIONS = 16_384;
const BUFFER_GROUP = 0;
const BUFFER_SIZE = 4096;
/** Of a reply each, for every connection; those that come to more end receives, which are armed again. */
const LEAST_BUFFERS = 64;
const MOST_BUFFERS = 4096;

/**
 * Sends that go to the kernel together. All have the time at which they went there, and the last is
 * sent some 15 us after it: more would make reply times look longer than they are.
 */
const SENDS = 16;

/** Turns, and milliseconds each, until what was closed at the end has left the kernel. */
const DISPOSE_TURNS = 100;
const DISPOSE_WAIT_MS = 50;

/** What a completion is of: its high half. */
const RECEIVE = 0;
const SEND = 1;
const CONNECT = 2;
const WATCH = 3;
const CANCEL = 4;

/** A descriptor that is none of a connection's. */
type Watched = {readonly fd: number; ready: ((events: number) => void) | undefined};

/** Why this kernel has not what the engine needs; undefined where it has. */
export function whyNoUring(): string | undefined {
	return whyNoMultishotReceive();
}

/** Opens the engine, for about so many connections at once. */
export function openUringEngine(connections: number): Engine {
	return new UringEngine(connections);
}

/**
 * `inFlight` of a connection counts its requests in the kernel, and those that go there next. A slot is
 * used anew only when there are none: so no completion of a former use is left that could come.
 */
class UringEngine implements Engine {
	readonly name = 'io_uring';
	readonly #ring = new Ring(SUBMISSIONS, COMPLETIONS);
	readonly #buffers: BufferRing;
	/** The connections by their slots, which are the low halves of their completions. */
	readonly #connections: Connection[] = [];
	readonly #watched: Watched[] = [];
	/** Closed, with something in flight: the first `#doomedCount`. */
	readonly #doomed: Connection[] = [];
	#doomedCount = 0;
	#sends = 0;
	#sendingAt = Number.NaN;
	#handler!: EngineHandler;

	constructor(connections: number) {
		const wanted = Math.min(Math.max(connections, LEAST_BUFFERS), MOST_BUFFERS);
		const buffers = 2 ** Math.ceil(Math.log2(wanted));
		this.#buffers = new BufferRing(this.#ring, BUFFER_GROUP, buffers, BUFFER_SIZE);
	}

	attach(handler: EngineHandler): void {
		this.#handler = handler;
	}

	connect(connection: Connection, address: Memory): number {
		const errno = connectToEncoded(connection.fd, address) === 0 ? 0 : libc.errno();
		if (errno !== 0 && errno !== EINPROGRESS) {
			return errno;
		}

		this.#connections[connection.slot] = connection;
		this.#prepare(CONNECT, abi.IORING_OP_POLL_ADD, connection, 0, 0, WRITABLE);
		return 0;
	}

	sendingAt(): number {
		if (this.#sends === 0) {
			this.#sendingAt = performance.now();
		}

		return this.#sendingAt;
	}

	send(connection: Connection, address: number, length: number): void {
		this.#prepare(SEND, abi.IORING_OP_SEND, connection, address, length, MSG_NOSIGNAL);
		if (++this.#sends === SENDS) {
			this.#sends = 0;
			this.#ring.enter(0, 0);
		}
	}

	close(connection: Connection, reset: boolean): void {
		if (reset) {
			setResetOnClose(connection.fd);
		}

		if (connection.inFlight === 0) {
			this.#free(connection);
			return;
		}

		const flags = abi.IORING_ASYNC_CANCEL_FD | abi.IORING_ASYNC_CANCEL_ALL;
		this.#ring.prepare(abi.IORING_OP_ASYNC_CANCEL, connection.fd, 0, 0, flags, 0, CANCEL);
		this.#doomed[this.#doomedCount++] = connection;
	}

	watch(fd: number, ready: (events: number) => void): () => void {
		const watched: Watched = {fd, ready};
		this.#watched.push(watched);
		this.#armWatch(this.#watched.length - 1, fd);
		return () => {
			watched.ready = undefined;
			const flags = abi.IORING_ASYNC_CANCEL_FD | abi.IORING_ASYNC_CANCEL_ALL;
			this.#ring.prepare(abi.IORING_OP_ASYNC_CANCEL, fd, 0, 0, flags, 0, CANCEL);
		};
	}

	wait(timeoutMs: number): number {
		this.#sends = 0;
		const found = this.#ring.enter(this.#ring.ready() > 0 ? 0 : 1, timeoutMs);
		if (found > 0) {
			this.#dispatch(found);
		}

		if (this.#doomedCount > 0) {
			this.#freeDoomed();
		}

		return found;
	}

	[Symbol.dispose](): void {
		for (let turn = 0; turn < DISPOSE_TURNS && this.#doomedCount > 0; turn++) {
			this.wait(DISPOSE_WAIT_MS);
		}

		this.#ring[Symbol.dispose]();
	}

	#dispatch(found: number): void {
		const ring = this.#ring;
		const {completions} = ring;
		const now = performance.now();
		for (let index = 0; index < found; index++) {
			const at = ring.completionAt(index);
			const slot = completions[at] as number;
			const kind = completions[at + 1] as number;
			const result = completions[at + 2] as number;
			const flags = completions[at + 3] as number;
			if (kind === RECEIVE) {
				this.#received(this.#connections[slot] as Connection, result, flags, now);
			} else if (kind === SEND) {
				this.#sent(this.#connections[slot] as Connection, result);
			} else if (kind === CONNECT) {
				this.#connected(this.#connections[slot] as Connection);
			} else if (kind === WATCH) {
				this.#watchedReady(slot, result, flags);
			}
		}

		ring.advance(found);
		this.#buffers.publish();
	}

	#received(connection: Connection, result: number, flags: number, now: number): void {
		const isOver = (flags & abi.IORING_CQE_F_MORE) === 0;
		connection.inFlight -= isOver ? 1 : 0;
		if ((flags & abi.IORING_CQE_F_BUFFER) !== 0) {
			const buffers = this.#buffers;
			const id = flags >>> abi.IORING_CQE_BUFFER_SHIFT;
			if (result > 0 && connection.phase !== CLOSED) {
				this.#handler.received(connection, buffers.memory, id * buffers.stride, result, now);
			}

			buffers.giveBack(id);
		}

		if (isOver && connection.phase !== CLOSED) {
			this.#continueReceiving(connection, result, now);
		}
	}

	/** A receive ends for want of buffers, with an overflow of completions, or for good. */
	#continueReceiving(connection: Connection, result: number, now: number): void {
		if (result > 0 || result === -ENOBUFS || result === -EINTR || result === -EAGAIN) {
			this.#armReceive(connection);
		} else {
			this.#handler.ended(connection, -result, now);
		}
	}

	#sent(connection: Connection, result: number): void {
		connection.inFlight--;
		// Also of one that is closed: the server has the request, and counts it.
		if (result > 0 || connection.phase !== CLOSED) {
			this.#handler.sent(connection, result === -EINTR || result === -EAGAIN ? 0 : result);
		}
	}

	#connected(connection: Connection): void {
		connection.inFlight--;
		if (connection.phase !== CONNECTING) {
			return;
		}

		const {fd} = connection;
		const errno = getOption(fd, SO_ERROR);
		if (errno === 0) {
			// The ring's operations do not wait for a socket that has O_NONBLOCK.
			setBlocking(fd);
			this.#armReceive(connection);
		}

		this.#handler.connected(connection, errno);
	}

	#watchedReady(index: number, events: number, flags: number): void {
		const watched = this.#watched[index] as Watched;
		watched.ready?.(Math.max(events, 0));
		if (watched.ready && (flags & abi.IORING_CQE_F_MORE) === 0) {
			this.#armWatch(index, watched.fd);
		}
	}

	#armReceive(connection: Connection): void {
		const at = this.#prepare(RECEIVE, abi.IORING_OP_RECV, connection, 0, 0, 0);
		this.#ring.setFlags(at, abi.IOSQE_BUFFER_SELECT, abi.IORING_RECV_MULTISHOT);
		this.#ring.setBufferGroup(at, BUFFER_GROUP);
	}

	/** Of a poll, the flags are where others have a length. */
	#armWatch(index: number, fd: number): void {
		const events = READABLE | PEER_CLOSED;
		const {IORING_OP_POLL_ADD: poll, IORING_POLL_ADD_MULTI: multi} = abi;
		this.#ring.prepare(poll, fd, 0, multi, events, index, WATCH);
	}

	/** A request that is counted as in flight until it completes for the last time. */
	#prepare(
		kind: number,
		opcode: number,
		connection: Connection,
		address: number,
		length: number,
		flags: number,
	): number {
		connection.inFlight++;
		const {fd, slot} = connection;
		return this.#ring.prepare(opcode, fd, address, length, flags, slot, kind);
	}

	/** The kernel may still write for, or use the descriptor of, a connection with something in flight. */
	#freeDoomed(): void {
		const count = this.#doomedCount;
		this.#doomedCount = 0;
		for (let index = 0; index < count; index++) {
			const connection = this.#doomed[index] as Connection;
			if (connection.inFlight > 0) {
				this.#doomed[this.#doomedCount++] = connection;
			} else {
				this.#free(connection);
			}
		}
	}

	#free(connection: Connection): void {
		libc.close(connection.fd);
		this.#handler.released(connection);
	}
}
