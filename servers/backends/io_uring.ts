// Completion over io_uring: multishot accept and receive, batched sends, one system call a turn.
//
// This stands beside the readiness adapter, not under it: nothing asks whether a socket is ready. A
// receive is armed once a connection and completes again and again, into buffers that the kernel
// takes when data has come; the sends of a turn go to the kernel together, with the next wait.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {ECANCELED, ENOBUFS} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import {BufferRing} from '../../linux/io-uring/buffer-ring.js';
import {whyNoMultishot} from '../../linux/io-uring/multishot.js';
import type {RingRegime} from '../../linux/io-uring/regime.js';
import {Ring} from '../../linux/io-uring/ring.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {INTERRUPTED, type Probe} from '../../linux/poller.js';
import {shutdownSend} from '../../linux/socket.js';
import type {Backend, BackendOptions, Counters, Protocol} from '../backend.js';
import {Batch} from '../batch.js';
import {CLOSING, type CloseCause, type Connection, DOOMED, LINGERING, OPEN} from '../connection.js';
import {ConnectionTable} from '../connection-table.js';
import type {Listening} from '../listener-kinds.js';
import {Lingering} from '../lingering.js';
import {NO_ROOM, refuse} from '../refuse.js';
import {Shortages} from '../shortages.js';
import {type Carrier, Completions} from '../uring/completions.js';
import {UringSide} from '../uring/side.js';
import {type RingSizes, SIZES} from '../uring/sizes.js';
import * as operations from '../uring/operations.js';

const BUFFER_GROUP = 0;
/** Replies that may wait behind the one in flight before a connection is read no further. */
const MAX_QUEUED = 16;

/** Connection.flags: its receive is in the kernel; it is held back; its peer sends no more. */
const RECEIVING = 1;
const PAUSED = 2;
const PEER_ENDED = 4;

export function probe(): Probe {
	const reason = whyNoMultishot();
	return reason === undefined ? {ok: true} : {ok: false, reason};
}

/** Opens the completion backend. */
export function open(options: BackendOptions, protocol: Protocol, sizes = SIZES): Backend {
	return new Uring(options, protocol, sizes);
}

/** `armed` of a connection counts its requests in flight: receive and send. */
class Uring implements Backend, Carrier {
	readonly #ring: Ring;
	readonly #buffers: BufferRing;
	readonly #protocol: Protocol;
	readonly #table: ConnectionTable;
	readonly #calls = {shutdown: 0, close: 0};
	readonly #lingering = new Lingering();
	readonly #doomed = new Batch<Connection>();
	readonly #shortages: Shortages;
	/** Receives that ended by themselves. */
	#rearms = 0;
	readonly #side: UringSide;
	readonly #completions: Completions;

	constructor(options: BackendOptions, protocol: Protocol, sizes: RingSizes) {
		this.#protocol = protocol;
		this.#table = new ConnectionTable(options);
		this.#shortages = new Shortages(this.#warn);
		this.#ring = new Ring(sizes.submissions, sizes.completions, this.#warn);
		this.#side = new UringSide(this.#ring, {admit: this.#admit, warn: this.#warn});
		this.#buffers = new BufferRing(this.#ring, BUFFER_GROUP, sizes.buffers, options.receiveSize);
		this.#completions = new Completions(this.#ring, this.#buffers, this.#side, this);
	}

	get counters(): Counters {
		return {...this.#table.counters, waits: this.#ring.enters, controls: 0};
	}

	syscalls(): Record<string, number> {
		return {io_uring_enter: this.#ring.enters, ...this.#side.syscalls(), ...this.#calls};
	}

	errors(): CallErrorCounts {
		return this.#side.errors();
	}

	regime(): RingRegime {
		return this.#completions.regime(this.#rearms);
	}

	listen(fd: number, listening: Listening = 'own'): void {
		this.#side.listen({fd, token: this.#table.newToken(fd)}, listening);
	}

	adopt(fd: number): void {
		this.#side.adopt(fd);
	}

	watch(fd: number, ready: () => void): () => void {
		return this.#side.watch({fd, token: this.#table.newToken(fd)}, ready);
	}

	send(connection: Connection, memory: Memory, start: number, end: number): void {
		if (connection.phase === DOOMED) {
			return;
		}

		if (connection.enqueue(memory, start, end)) {
			this.#startSend(connection);
		} else if ((connection.outbox?.length ?? 0) > MAX_QUEUED) {
			this.#pause(connection);
		}
	}

	close(connection: Connection): void {
		if (connection.phase === OPEN) {
			connection.phase = CLOSING;
			this.#finishClosing(connection);
		}
	}

	turn(timeoutMs: number): number {
		const limited = this.#lingering.limitWait(timeoutMs);
		const wait = this.#side.limitWait(limited);
		const found = this.#ring.enter(this.#ring.ready() > 0 ? 0 : 1, wait);
		if (found !== INTERRUPTED) {
			this.#completions.dispatch(found);
		}

		this.#lingering.expire(this.#endLingering);
		const freed = this.#doomed.count > 0 && this.#freeDoomed();
		this.#side.endTurn(freed);
		this.#shortages.endTurn(this.#completions.count);
		return found;
	}

	[Symbol.dispose](): void {
		this.#side.cancel();
		for (const connection of this.#table.all()) {
			this.#doom(connection, 'stopped');
		}

		this.#completions.drain(this.#doomed, () => {
			this.#freeDoomed();
		});
		this.#ring[Symbol.dispose]();
	}

	readonly #warn = (message: string): void => {
		this.#protocol.warned(message);
	};

	readonly #admit = (fd: number): void => {
		if (!this.#table.hasRoom()) {
			this.#calls.close++;
			refuse(fd, NO_ROOM, {counters: this.#table.counters, protocol: this.#protocol});
			return;
		}

		const connection = this.#table.add(fd);
		this.#armReceive(connection);
		this.#protocol.opened(connection);
	};

	received(token: number, result: number, start: number, isArmed: boolean): void {
		const connection = this.#table.find(token);
		if (!connection) {
			return;
		}

		if (!isArmed) {
			connection.armed--;
			connection.flags &= ~RECEIVING;
		}

		if (result > 0 && connection.phase === OPEN) {
			this.#protocol.received(connection, this.#buffers.memory, start, start + result);
		}

		if (connection.phase !== DOOMED) {
			this.#continueReceiving(connection, result);
		}
	}

	/** A receive ends for want of buffers, with an overflow of completions, or for good. */
	#continueReceiving(connection: Connection, result: number): void {
		if (result > 0 || result === -ENOBUFS || result === -ECANCELED) {
			this.#rearmReceive(connection);
		} else if (result === 0 && connection.sending) {
			connection.flags |= PEER_ENDED;
		} else if (result === 0) {
			this.#doom(connection, connection.phase === OPEN ? 'peer' : 'server');
		} else if (mayPass(-result)) {
			this.#shortages.met('recv by io_uring', -result);
			this.#rearmReceive(connection);
		} else {
			this.#doom(connection, 'reset');
		}
	}

	#rearmReceive(connection: Connection): void {
		if ((connection.flags & (RECEIVING | PAUSED)) === 0) {
			this.#rearms++;
			this.#armReceive(connection);
		}
	}

	sent(token: number, result: number): void {
		const connection = this.#table.find(token);
		if (!connection) {
			return;
		}

		connection.armed--;
		if (connection.phase === DOOMED) {
			connection.sending = undefined;
		} else if (result < 0 && mayPass(-result)) {
			this.#shortages.met('send by io_uring', -result);
			this.#startSend(connection);
		} else if (result < 0) {
			connection.sending = undefined;
			this.#doom(connection, 'reset');
		} else if (connection.sent(result)) {
			this.#startSend(connection);
		} else if ((connection.flags & PEER_ENDED) !== 0) {
			this.#doom(connection, 'peer');
		} else {
			this.#finishClosing(connection);
			this.#resume(connection);
		}
	}

	#startSend(connection: Connection): void {
		connection.armed++;
		const {sending, sendStart, sendEnd} = connection;
		operations.submitSend(this.#ring, connection, sending as Memory, sendStart, sendEnd);
	}

	#armReceive(connection: Connection): void {
		connection.armed++;
		connection.flags |= RECEIVING;
		operations.armReceive(this.#ring, connection, BUFFER_GROUP);
	}

	/** A peer that asks but does not read must not fill our memory with its replies. */
	#pause(connection: Connection): void {
		if ((connection.flags & PAUSED) === 0) {
			connection.flags |= PAUSED;
			operations.cancelReceive(this.#ring, connection);
		}
	}

	#resume(connection: Connection): void {
		if ((connection.flags & PAUSED) !== 0) {
			connection.flags &= ~PAUSED;
			if ((connection.flags & RECEIVING) === 0) {
				this.#armReceive(connection);
			}
		}
	}

	/** Shuts our side down once all is sent. */
	#finishClosing(connection: Connection): void {
		if (connection.phase === CLOSING && !connection.sending) {
			connection.phase = LINGERING;
			this.#calls.shutdown++;
			shutdownSend(connection.fd);
			this.#lingering.add(connection);
		}
	}

	readonly #endLingering = (connection: Connection): void => {
		this.#doom(connection, 'server');
	};

	#doom(connection: Connection, cause: CloseCause): void {
		if (connection.phase !== DOOMED) {
			connection.phase = DOOMED;
			connection.cause = cause;
			connection.outbox = undefined;
			this.#lingering.remove(connection);
			this.#doomed.push(connection);
			if (connection.armed > 0) {
				operations.cancelAll(this.#ring, connection.fd, connection.token);
			}
		}
	}

	/**
	 * Frees the doomed connections that have nothing in flight: the kernel may still write into the
	 * buffers, or use the descriptor, of any other. Returns whether there were any.
	 */
	#freeDoomed(): boolean {
		const {items, count} = this.#doomed;
		this.#doomed.clear();
		for (let index = 0; index < count; index++) {
			const connection = items[index] as Connection;
			if (connection.armed > 0) {
				this.#doomed.push(connection);
				continue;
			}

			this.#table.remove(connection);
			this.#calls.close++;
			libc.close(connection.fd);
			this.#protocol.closed(connection, connection.cause);
		}

		return this.#doomed.count < count;
	}
}
