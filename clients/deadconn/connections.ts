// The dead connections of one process: opened, watched, and nothing kept about each but its descriptor.
import * as libc from '../../linux/libc.js';
import {EAGAIN, EALREADY, EINPROGRESS, EINTR, EISCONN, ETIMEDOUT} from '../../linux/errno.js';
import {allocate, type Memory} from '../../linux/memory.js';
import {ERROR, HANGUP, PEER_CLOSED, READABLE, WRITABLE, type Poller} from '../../linux/poller.js';
import * as sockets from '../../linux/socket.js';
import {SystemError} from '../../linux/system-error.js';
import {GONE, LATER} from '../../linux/tls.js';
import {Handshakes} from './handshakes.js';
import {type Idle, UnexpectedAnswer} from './idle.js';

/** Connections begun at once: a millisecond's work, so that requests and signals are noticed. */
export const BATCH = 32;

const DROPPED = -1;

/** What is read of an answer at a time; its first 12 bytes are `HTTP/1.1 200`. */
const ANSWER_BYTES = 65_536;
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/;
const SHOWN_BYTES = 80;

/** After how long an unanswered SYN is sent again, in milliseconds (tcp(7), TCP_TIMEOUT_INIT). */
const RETRANSMIT_MS = 1000;

/** Of a connection that is established. Hang-up and error are always reported. */
const HELD = READABLE | PEER_CLOSED;
const CONNECTING = HELD | WRITABLE;

/** Opens connections to one server and watches over them. Its poller must be edge-triggered. */
export class Connections {
	/** Connections that are idle: established, what they send is sent, what they wait for has come. */
	open = 0;
	/** Connections once open that the server has closed, or has answered where no answer was due. */
	closed = 0;
	/** Connects that took RETRANSMIT_MS or longer: their SYN was dropped, and sent again. */
	late = 0;
	readonly #poller: Poller;
	readonly #server: Memory;
	readonly #idle: Idle;
	readonly #sources: readonly Memory[];
	#next = 0;
	/** The descriptors of the batch that is begun, and whether each has sent its request. */
	readonly #batch = new Int32Array(BATCH);
	readonly #isSent = new Uint8Array(BATCH);
	#error: Error | undefined;
	/** When each connect that is not decided yet was begun; the oldest comes first. */
	readonly #connecting = new Map<number, number>();

	/** Whether a descriptor is a connection that is open. */
	readonly #held: Uint8Array;
	/** Whether it has sent its request, and waits for the answer. */
	readonly #awaits: Uint8Array;
	readonly #answer: Memory | undefined;
	/** Where they shake hands, in place of a request. */
	readonly #handshakes: Handshakes | undefined;

	/**
	 * `sources` are the addresses to connect from, in turn; none: the kernel's choice. All
	 * descriptors must be below `descriptors`.
	 */
	constructor(
		poller: Poller,
		address: string,
		port: number,
		sources: readonly string[],
		descriptors: number,
		idle: Idle,
	) {
		this.#held = new Uint8Array(descriptors);
		this.#awaits = new Uint8Array(descriptors);
		this.#handshakes = idle.openTls && new Handshakes(idle.openTls);
		this.#answer = (idle.status ?? idle.openTls) === undefined ? undefined : allocate(ANSWER_BYTES);
		this.#idle = idle;
		this.#poller = poller;
		this.#server = sockets.encodeAddress(address, port);
		this.#sources = sources.map(source => sockets.encodeAddress(source, 0));
	}

	/** Connects that are not decided yet. */
	get connecting(): number {
		return this.#connecting.size;
	}

	/**
	 * Begins `count` connections, at most BATCH. On loopback they are established when connect()
	 * returns, and send their requests at once; elsewhere {@link ready} does when the server has
	 * answered. `now` is what {@link expire} compares with. Returns the first error; what failed is
	 * closed.
	 *
	 * Call by call for the whole batch, not connection by connection: code and data of each call
	 * stay in the processor's caches, and the server is woken less often. With TCP_QUICKACK off
	 * that was 27 µs a connection where the plain order took 33 (Linux 6.18).
	 */
	begin(count: number, now: number): Error | undefined {
		const opened = this.#openSockets(count);
		this.#connect(opened);
		this.#sendRequests(opened);
		this.#watch(opened, now);
		const error = this.#error;
		this.#error = undefined;
		return error;
	}

	/**
	 * Takes what the poller reported of descriptor `fd`; `now` as in {@link begin}.
	 * @throws SystemError where a connect has failed; UnexpectedAnswer.
	 */
	ready(fd: number, events: number, now: number): void {
		const begun = this.#connecting.get(fd);
		if (begun !== undefined) {
			if (this.#awaits[fd] === 1) {
				this.#receive(fd);
			} else {
				this.#decide(fd, events, begun, now);
			}
		} else if ((events & (HELD | HANGUP | ERROR)) !== 0 && this.#held[fd] === 1) {
			// Where none is due an answer (408) counts as well: the server no longer waits for the rest.
			if (this.#answer === undefined || !this.#isOpenBehind(fd, this.#answer)) {
				this.#letGo(fd);
			}
		}
	}

	/**
	 * Gives up a connect begun before `deadline`.
	 * @throws SystemError ETIMEDOUT where there is one: of `connect`, or of `answer` where the server did accept.
	 */
	expire(deadline: number): void {
		for (const [fd, begun] of this.#connecting) {
			if (begun >= deadline) {
				return;
			}

			this.#connecting.delete(fd);
			this.#handshakes?.end(fd);
			libc.close(fd);
			throw new SystemError(this.#awaits[fd] === 1 ? 'answer' : 'connect', ETIMEDOUT);
		}
	}

	/** Closes `count` of those that are open, or all: as if the server had. */
	lose(count: number): void {
		let left = count;
		for (let fd = 0; fd < this.#held.length && left > 0; fd++) {
			if (this.#held[fd] === 1) {
				left--;
				this.#letGo(fd);
			}
		}
	}

	/** How many open connections the server's kernel may not have: their requests are on the way. */
	countUnacknowledged(): number {
		let count = 0;
		for (let fd = 0; fd < this.#held.length; fd++) {
			if (this.#held[fd] === 1 && sockets.unacknowledgedBytes(fd) > 0) {
				count++;
			}
		}

		return count;
	}

	#hold(fd: number): void {
		this.#held[fd] = 1;
		this.open++;
	}

	#letGo(fd: number): void {
		this.open--;
		this.closed++;
		this.#held[fd] = 0;
		libc.close(fd);
	}

	#decide(fd: number, events: number, begun: number, now: number): void {
		const errno = (events & (ERROR | HANGUP)) === 0 ? 0 : sockets.getOption(fd, sockets.SO_ERROR);
		try {
			if (errno !== 0) {
				throw new SystemError('connect', errno);
			}

			if (!this.#send(fd)) {
				return;
			}
		} catch (error) {
			this.#connecting.delete(fd);
			libc.close(fd);
			throw error;
		}

		this.late += now - begun >= RETRANSMIT_MS ? 1 : 0;
		if (this.#answer !== undefined) {
			this.#awaits[fd] = 1;
			this.#receive(fd);
			return;
		}

		this.#connecting.delete(fd);
		this.#hold(fd);
		// An end that came together with the connection is not reported again.
		this.ready(fd, events, now);
	}

	/** Takes in the answer as far as it has come: with its beginning the connection is idle. */
	#receive(fd: number): void {
		if (this.#handshakes !== undefined) {
			this.#shakeHands(fd, this.#handshakes);
			return;
		}

		const answer = this.#answer as Memory;
		const length = libc.read(fd, answer.address, ANSWER_BYTES);
		if (length === -1 && [EAGAIN, EINTR].includes(libc.errno())) {
			return;
		}

		const text = Buffer.from(answer.bytes.subarray(0, Math.max(0, length))).toString('latin1');
		this.#connecting.delete(fd);
		this.#awaits[fd] = 0;
		const [, status] = STATUS_LINE.exec(text) ?? [];
		if (length > 0 && status?.startsWith(this.#idle.status ?? '') !== true) {
			libc.close(fd);
			throw new UnexpectedAnswer(text.slice(0, SHOWN_BYTES).split('\r\n')[0]);
		}

		this.#settle(fd, length > 0);
	}

	/** Shakes hands as far as the server has: with the end of it the connection is idle. */
	#shakeHands(fd: number, handshakes: Handshakes): void {
		const result = handshakes.step(fd);
		if (result === LATER) {
			return;
		}

		this.#connecting.delete(fd);
		this.#awaits[fd] = 0;
		if (result instanceof UnexpectedAnswer) {
			libc.close(fd);
			throw result;
		}

		this.#settle(fd, result !== GONE);
	}

	/** It is idle from now on, if it still stands: what else the server has said, as its tickets, is of no interest. */
	#settle(fd: number, isOpen: boolean): void {
		this.#hold(fd);
		if (!isOpen || !this.#isOpenBehind(fd, this.#answer as Memory)) {
			this.#letGo(fd);
		}
	}

	/** Reads what there is, the rest of an answer, and tells whether the connection stays. */
	#isOpenBehind(fd: number, {address}: Memory): boolean {
		for (;;) {
			const length = libc.read(fd, address, ANSWER_BYTES);
			if (length === 0 || (length === -1 && libc.errno() !== EINTR)) {
				return length === -1 && libc.errno() === EAGAIN;
			}
		}
	}

	/** Fills the batch with sockets that are bound where they must be. Returns how many. */
	#openSockets(count: number): number {
		for (let index = 0; index < count; index++) {
			let fd = -1;
			try {
				fd = sockets.openSocketFor(this.#server);
				this.#batch[index] = fd;
				// At once, not at the end: a process that is killed resets its connections as well.
				// It costs less than one microsecond.
				sockets.setResetOnClose(fd);
				if (this.#idle.request.bytes.length > 0) {
					sockets.setOption(fd, sockets.TCP_QUICKACK, 0);
				}

				this.#bind(fd);
			} catch (error) {
				this.#error ??= error as SystemError;
				if (fd !== -1) {
					libc.close(fd);
				}

				return index;
			}
		}

		return count;
	}

	#bind(fd: number): void {
		if (this.#sources.length === 0) {
			return;
		}

		const source = this.#sources[this.#next] as Memory;
		this.#next = (this.#next + 1) % this.#sources.length;
		sockets.setOption(fd, sockets.IP_BIND_ADDRESS_NO_PORT, 1);
		if (sockets.bindToEncoded(fd, source) === -1) {
			throw new SystemError('bind', libc.errno());
		}
	}

	#connect(count: number): void {
		for (let index = 0; index < count; index++) {
			const errno = this.#connectOne(this.#batch[index] as number);
			if (errno !== 0) {
				this.#drop(index, new SystemError('connect', errno));
			}
		}
	}

	/** Returns 0 where it is established, or under way; else the errno. */
	#connectOne(fd: number): number {
		while (sockets.connectToEncoded(fd, this.#server) === -1) {
			const errno = libc.errno();
			// A connect that a signal interrupts may go on (connect(2)): the next call tells.
			if (errno !== EINTR) {
				return [EINPROGRESS, EALREADY, EISCONN].includes(errno) ? 0 : errno;
			}
		}

		return 0;
	}

	#sendRequests(count: number): void {
		for (let index = 0; index < count; index++) {
			const fd = this.#batch[index] as number;
			if (fd === DROPPED) {
				continue;
			}

			try {
				this.#isSent[index] = this.#send(fd) ? 1 : 0;
			} catch (error) {
				this.#drop(index, error as SystemError);
			}
		}
	}

	#watch(count: number, now: number): void {
		for (let index = 0; index < count; index++) {
			const fd = this.#batch[index] as number;
			if (fd === DROPPED) {
				continue;
			}

			const isSent = this.#isSent[index] === 1;
			try {
				this.#poller.add(fd, fd, isSent ? HELD : CONNECTING);
			} catch (error) {
				this.#drop(index, error as SystemError);
				continue;
			}

			if (isSent && this.#answer === undefined) {
				this.#hold(fd);
			} else {
				this.#awaits[fd] = isSent ? 1 : 0;
				this.#connecting.set(fd, now);
			}

			if (isSent && this.#handshakes !== undefined) {
				this.#beginHandshake(fd);
			}
		}
	}

	/** The client speaks first; a server that has done so already speaks no TLS. */
	#beginHandshake(fd: number): void {
		try {
			this.#receive(fd);
		} catch (error) {
			this.#error ??= error as Error;
		}
	}

	/** Takes a connection that failed out of the batch. */
	#drop(index: number, error: SystemError): void {
		libc.close(this.#batch[index] as number);
		this.#batch[index] = DROPPED;
		this.#error ??= error;
	}

	/** Whether the request was sent: it is not while the connection is not established. */
	#send(fd: number): boolean {
		const {address, bytes} = this.#idle.request;
		// One of no bytes waits for the connection as well (tcp_sendmsg_locked() in net/ipv4/tcp.c).
		while (libc.send(fd, address, bytes.length, sockets.MSG_NOSIGNAL) !== bytes.length) {
			const errno = libc.errno();
			if (errno === EAGAIN) {
				return false;
			}

			if (errno !== EINTR) {
				// What connect() left undecided, and has since failed, is told by the first call after it.
				throw new SystemError('connect', errno);
			}
		}

		return true;
	}
}
