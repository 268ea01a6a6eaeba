// Any poller as a Backend: the adapter between "this descriptor is ready" and "these bytes came".
import {EAGAIN} from '../linux/errno.js';
import * as libc from '../linux/libc.js';
import {type Memory, allocate} from '../linux/memory.js';
import {
	ERROR,
	HANGUP,
	LimitError,
	PEER_CLOSED,
	type Poller,
	READABLE,
	WRITABLE,
	createReadyList,
} from '../linux/poller.js';
import {shutdownSend} from '../linux/socket.js';
import type {Backend, BackendOptions, CloseCause, Counters, Protocol} from './backend.js';
import {CLOSING, type Connection, ConnectionTable, DOOMED, LINGERING, OPEN} from './connection.js';
import {Lingering} from './lingering.js';
import {NO_ROOM, refuse} from './refuse.js';
import {Sender} from './sender.js';
import {SideWatches} from './side-watches.js';

/** Events a turn. */
const BATCH = 1024;
/** Reads of one connection in a row before the others have their turn (edge-triggered only). */
const READS_IN_A_ROW = 16;
/** What an edge-triggered watch asks for, once and for all: events are filtered here instead. */
const EDGE_WANT = READABLE | WRITABLE | PEER_CLOSED;
const ENDED = PEER_CLOSED | HANGUP | ERROR;

/** Connection.flags of edge-triggered connections: there may be more to read; its end has come. */
const UNREAD = 1;
const PEER_ENDED = 2;

/** Carries connections over `poller`, which it owns. */
export function openReadiness(
	poller: Poller,
	options: BackendOptions,
	protocol: Protocol,
): Backend {
	return new Readiness(poller, options, protocol);
}

class Readiness implements Backend {
	readonly #poller: Poller;
	readonly #protocol: Protocol;
	readonly #table: ConnectionTable;
	/** Named as the system calls that recv(3) and the others come to. */
	readonly #calls = {recvfrom: 0, shutdown: 0, close: 0};
	readonly #ready = createReadyList(BATCH);
	readonly #buffer: Memory;
	readonly #receiveSize: number;
	readonly #isEdge: boolean;
	readonly #isOneshot: boolean;
	readonly #side: SideWatches;
	readonly #sender = new Sender();
	readonly #lingering = new Lingering();
	/** Connections to free at the end of the turn. */
	readonly #doomed: Connection[] = [];
	/** Edge-triggered connections that have more to be read: read them next turn. */
	#postponed: Connection[] = [];

	constructor(poller: Poller, options: BackendOptions, protocol: Protocol) {
		this.#poller = poller;
		this.#protocol = protocol;
		this.#side = new SideWatches(poller);
		this.#table = new ConnectionTable(options);
		this.#receiveSize = options.receiveSize;
		this.#buffer = allocate(options.receiveSize);
		this.#isEdge = poller.trigger === 'edge';
		this.#isOneshot = poller.trigger === 'oneshot';
	}

	get counters(): Counters {
		return {...this.#table.counters, ...this.#poller.counters};
	}

	syscalls(): Record<string, number> {
		return {
			...this.#poller.syscalls(),
			accept4: this.#side.accepts,
			sendto: this.#sender.sends,
			...this.#calls,
		};
	}

	listen(fd: number): void {
		this.#side.listen(
			{fd, token: this.#table.newToken(fd)},
			{
				admit: this.#admit,
				warn: message => {
					this.#protocol.warned(message);
				},
			},
		);
	}

	watch(fd: number, ready: () => void): () => void {
		return this.#side.watch({fd, token: this.#table.newToken(fd)}, ready);
	}

	send(connection: Connection, memory: Memory, start: number, end: number): void {
		if (connection.enqueue(memory, start, end)) {
			this.#sender.queue(connection);
		}
	}

	close(connection: Connection): void {
		if (connection.phase === OPEN) {
			connection.phase = CLOSING;
			this.#finishClosing(connection);
		}
	}

	turn(timeoutMs: number): number {
		const count = this.#poller.wait(this.#ready, this.#limitWait(timeoutMs));
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number, events[index] as number);
		}

		if (this.#postponed.length > 0) {
			this.#readPostponed();
		}

		this.#sender.sendAll(this.#afterSending);
		this.#lingering.expire(this.#endLingering);
		const freed = this.#doomed.length > 0;
		if (freed) {
			this.#freeDoomed();
		}

		this.#side.endTurn(freed);

		return count;
	}

	[Symbol.dispose](): void {
		for (const connection of this.#table.all()) {
			this.#doom(connection, 'stopped');
		}

		this.#freeDoomed();
		this.#poller[Symbol.dispose]();
	}

	#limitWait(timeoutMs: number): number {
		const limited = this.#side.limitWait(this.#lingering.limitWait(timeoutMs));
		return this.#postponed.length > 0 ? 0 : limited;
	}

	#dispatch(token: number, events: number): void {
		if (this.#side.dispatch(token)) {
			return;
		}

		const connection = this.#table.find(token);
		if (!connection || connection.phase === DOOMED) {
			return;
		}

		if (this.#isOneshot) {
			connection.armed = 0;
		} else if (this.#isEdge) {
			this.#noteEdge(connection, events);
		}

		if (!connection.sending) {
			if ((events & ~WRITABLE) !== 0) {
				this.#receive(connection);
			}
		} else {
			this.#sender.queue(connection);
		}

		if (!connection.sending) {
			this.#updateWatch(connection);
		}
	}

	/** An edge is reported once: what it said is kept until it has been acted on. */
	#noteEdge(connection: Connection, events: number): void {
		if ((events & ~WRITABLE) !== 0) {
			connection.flags |= UNREAD;
		}

		if ((events & ENDED) !== 0) {
			connection.flags |= PEER_ENDED;
		}
	}

	readonly #admit = (fd: number): void => {
		if (!this.#table.hasRoom()) {
			this.#refuse(fd, NO_ROOM);
			return;
		}

		const connection = this.#table.add(fd);
		try {
			connection.armed = this.#wantOf(connection);
			this.#poller.add(fd, connection.token, connection.armed);
		} catch (error) {
			if (!(error instanceof LimitError)) {
				throw error;
			}

			this.#table.retract(connection);
			this.#refuse(fd, error.message);
			return;
		}

		this.#protocol.opened(connection);
	};

	#refuse(fd: number, reason: string): void {
		this.#calls.close++;
		refuse(fd, reason, {counters: this.#table.counters, protocol: this.#protocol});
	}

	/** Reads once where the watch will report again; until the socket is drained where it will not. */
	#receive(connection: Connection): void {
		let reads = 0;
		do {
			if (reads++ === READS_IN_A_ROW) {
				this.#postponed.push(connection);
				return;
			}

			this.#readOnce(connection);
		} while (
			this.#isEdge &&
			(connection.flags & UNREAD) !== 0 &&
			!connection.sending &&
			connection.phase !== DOOMED
		);
	}

	#readOnce(connection: Connection): void {
		this.#calls.recvfrom++;
		const length = libc.recv(connection.fd, this.#buffer.address, this.#receiveSize, 0);
		if (length <= 0) {
			this.#endOfInput(connection, length);
			return;
		}

		// A short read has drained the socket (epoll(7), "Questions and answers", 9), unless its end
		// was reported with it: that has no edge of its own.
		if (length < this.#receiveSize && (connection.flags & PEER_ENDED) === 0) {
			connection.flags &= ~UNREAD;
		}

		if (connection.phase === OPEN) {
			this.#protocol.received(connection, this.#buffer, 0, length);
		}
	}

	#endOfInput(connection: Connection, length: number): void {
		if (length === 0) {
			this.#doom(connection, connection.phase === OPEN ? 'peer' : 'server');
		} else if (libc.errno() === EAGAIN) {
			connection.flags &= ~UNREAD;
		} else {
			this.#doom(connection, 'reset');
		}
	}

	readonly #afterSending = (connection: Connection, failed: boolean): void => {
		if (failed) {
			this.#doom(connection, 'reset');
			return;
		}

		if (!connection.sending) {
			this.#finishClosing(connection);
			if (this.#isEdge && (connection.flags & UNREAD) !== 0) {
				this.#postponed.push(connection);
			}
		}

		this.#updateWatch(connection);
	};

	/** Shuts our side down once all is sent. */
	#finishClosing(connection: Connection): void {
		if (connection.phase === CLOSING && !connection.sending) {
			connection.phase = LINGERING;
			this.#calls.shutdown++;
			shutdownSend(connection.fd);
			this.#lingering.add(connection);
		}
	}

	/** Asks for what a connection waits for: room to send before input, so that it is not flooded. */
	#updateWatch(connection: Connection): void {
		if (connection.phase === DOOMED) {
			return;
		}

		const want = this.#wantOf(connection);
		if (want !== connection.armed) {
			this.#poller.modify(connection.fd, connection.token, connection.armed, want);
			connection.armed = want;
		}
	}

	#wantOf(connection: Connection): number {
		if (this.#isEdge) {
			return EDGE_WANT;
		}

		return connection.sending ? WRITABLE : READABLE;
	}

	#readPostponed(): void {
		const postponed = this.#postponed;
		this.#postponed = [];
		for (const connection of postponed) {
			if (connection.phase !== DOOMED && !connection.sending) {
				this.#receive(connection);
			}
		}
	}

	readonly #endLingering = (connection: Connection): void => {
		this.#doom(connection, 'server');
	};

	#doom(connection: Connection, cause: CloseCause): void {
		if (connection.phase !== DOOMED) {
			connection.phase = DOOMED;
			connection.cause = cause;
			this.#doomed.push(connection);
		}
	}

	/** Frees last in a turn, so that no descriptor is used again while events of it are dispatched. */
	#freeDoomed(): void {
		for (const connection of this.#doomed) {
			this.#lingering.remove(connection);
			this.#poller.remove(connection.fd, connection.token);
			this.#table.remove(connection);
			this.#calls.close++;
			libc.close(connection.fd);
			this.#protocol.closed(connection, connection.cause);
		}

		this.#doomed.length = 0;
	}
}
