// Any poller as a Backend: the adapter between "this descriptor is ready" and "these bytes came".
import type {CallErrorCounts} from '../linux/call-errors.js';
import {EAGAIN} from '../linux/errno.js';
import {mayPass} from '../linux/errno-class.js';
import type {RingRegime} from '../linux/io-uring/regime.js';
import * as libc from '../linux/libc.js';
import type {Memory} from '../linux/memory.js';
import {LimitError, type Poller, READABLE, WRITABLE, createReadyList} from '../linux/poller.js';
import {shutdownSend} from '../linux/socket.js';
import {SystemError} from '../linux/system-error.js';
import type {Backend, BackendOptions, Counters, Protocol} from './backend.js';
import {Batch} from './batch.js';
import {CLOSING, type CloseCause, type Connection, DOOMED, LINGERING, OPEN} from './connection.js';
import {ConnectionTable} from './connection-table.js';
import * as edge from './edge.js';
import type {Listening} from './listener-kinds.js';
import {Lingering} from './lingering.js';
import {PartsSender} from './parts-sender.js';
import {Postponed} from './postponed.js';
import {Receiver} from './receiver.js';
import {NO_ROOM, refuse} from './refuse.js';
import {Sender} from './sender.js';
import {Shortages} from './shortages.js';
import {SideWatches} from './side-watches.js';
import {TlsReceiver} from './tls-receiver.js';
import {TlsSender} from './tls-sender.js';
import {TlsSessions} from './tls-sessions.js';
import {Unasked} from './unasked.js';

/** Events a turn. */
const BATCH = 1024;

/** Carries connections over a poller, which it owns. */
export class Readiness implements Backend {
	readonly #poller: Poller;
	readonly #protocol: Protocol;
	readonly #table: ConnectionTable;
	/** Named as the system calls that recv(3) and the others come to. */
	readonly #calls = {shutdown: 0, close: 0};
	readonly #ready = createReadyList(BATCH);
	readonly #isEdge: boolean;
	readonly #isOneshot: boolean;
	readonly #side: SideWatches;
	readonly #sender: Sender;
	readonly #receiver: Receiver;
	readonly #unasked: Unasked;
	/** Inside TLS alone. */
	readonly #tls: TlsSessions | undefined;
	readonly #lingering = new Lingering();
	/** Connections to free at the end of the turn. */
	readonly #doomed = new Batch<Connection>();
	/** Edge-triggered connections that have more to be read, or to send: look at them next turn. */
	readonly #postponed = new Postponed();
	readonly #shortages: Shortages;

	constructor(poller: Poller, options: BackendOptions, protocol: Protocol) {
		this.#poller = poller;
		this.#protocol = protocol;
		this.#side = new SideWatches(poller);
		this.#table = new ConnectionTable(options);
		this.#shortages = new Shortages(this.#warn);
		this.#isEdge = poller.trigger === 'edge';
		this.#isOneshot = poller.trigger === 'oneshot';
		const {reply = 'whole', security = 'plain'} = options;
		this.#tls = security === 'plain' ? undefined : new TlsSessions(security, this.#warn);
		// Where the kernel makes the records, what is sent is sent as without TLS.
		const byGnutls = security === 'tls' ? this.#tls : undefined;
		this.#sender = byGnutls
			? new TlsSender(byGnutls)
			: reply === 'whole'
				? new Sender()
				: new PartsSender(reply);
		this.#unasked = new Unasked(options.receive ?? 'waiting', this.#receiveUnasked);
		const parts = {
			...{isEdge: this.#isEdge, size: options.receiveSize, protocol, doom: this.#doom},
			...{postponed: this.#postponed, shortages: this.#shortages},
		};
		this.#receiver = this.#tls ? new TlsReceiver(parts, this.#tls) : new Receiver(parts);
	}

	get counters(): Counters {
		return {...this.#table.counters, ...this.#poller.counters};
	}

	syscalls(): Record<string, number> {
		return {
			...this.#poller.syscalls(),
			...this.#side.syscalls(),
			...this.#sender.syscalls(),
			...this.#receiver.syscalls(),
			...this.#calls,
		};
	}

	errors(): CallErrorCounts {
		return {
			...this.#side.errors(),
			...this.#receiver.failures(),
			...this.#sender.failures(),
		};
	}

	regime(): RingRegime | undefined {
		return this.#poller.regime?.();
	}

	listen(fd: number, listening: Listening = 'own'): void {
		const listener = {fd, token: this.#table.newToken(fd), listening};
		this.#side.listen(listener, {admit: this.#admit, warn: this.#warn});
	}

	adopt(fd: number): void {
		this.#admit(fd);
	}

	watch(fd: number, ready: () => void): () => void {
		return this.#side.watch({fd, token: this.#table.newToken(fd)}, ready);
	}

	send(connection: Connection, memory: Memory, start: number, end: number): void {
		this.#sender.add(connection, memory, start, end);
	}

	close(connection: Connection): void {
		if (connection.phase === OPEN) {
			connection.phase = CLOSING;
			this.#finishClosing(connection);
		}
	}

	turn(timeoutMs: number): number {
		const count = this.#poller.wait(this.#ready, this.#limitWait(timeoutMs));
		this.#unasked.begin(count);
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number, events[index] as number);
		}

		if (count === 0) {
			this.#side.idle();
		}

		if (!this.#postponed.isEmpty) {
			this.#postponed.resume(this.#resume);
		}

		this.#sender.sendAll(this.#afterSending);
		while (this.#unasked.resume()) {
			this.#sender.sendAll(this.#afterSending);
		}

		this.#lingering.expire(this.#endLingering);
		const freed = this.#doomed.count > 0;
		if (freed) {
			this.#freeDoomed();
		}

		this.#side.endTurn(freed);
		this.#shortages.endTurn(this.#receiver.receives + this.#sender.sends);
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
		return this.#postponed.isEmpty ? limited : 0;
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
			edge.noteEdge(connection, events);
		}

		if (!connection.sending) {
			if ((events & ~WRITABLE) !== 0) {
				this.#receiver.receive(connection);
			}
		} else {
			this.#sender.queue(connection);
		}

		if (!connection.sending) {
			this.#updateWatch(connection);
		}
	}

	readonly #warn = (message: string): void => {
		this.#protocol.warned(message);
	};

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
			if (!(error instanceof LimitError || error instanceof SystemError)) {
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

	readonly #afterSending = (connection: Connection, errno: number): boolean => {
		if (errno !== 0 && !mayPass(errno)) {
			this.#doom(connection, 'reset');
			return false;
		}

		if (connection.sending && this.#isToSendAgain(connection, errno)) {
			return true;
		}

		if (!connection.sending) {
			this.#finishClosing(connection);
			const isUnread = this.#isEdge && edge.noteSent(connection);
			if (this.#unasked.answered(connection)) {
				return false;
			}

			if (isUnread) {
				this.#postponed.push(connection);
			}
		}

		this.#updateWatch(connection);
		return false;
	};

	readonly #receiveUnasked = (connection: Connection): void => {
		this.#receiver.receive(connection);
		if (!connection.sending) {
			this.#updateWatch(connection);
		}
	};

	/**
	 * Not all was sent: the socket is full, or (`errno`) a call failed that may do the next time. No
	 * edge follows an error, nor where there was room. Returns whether to send again at once.
	 */
	#isToSendAgain(connection: Connection, errno: number): boolean {
		if (errno !== 0 && errno !== EAGAIN) {
			this.#shortages.met('sendto', errno);
			if (this.#isEdge) {
				this.#postponed.push(connection);
			}

			return false;
		}

		return this.#isEdge && edge.noteFull(connection) && errno === EAGAIN;
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

	/** Asks for what a connection waits for: room to send before input, so that it is not flooded. */
	#updateWatch(connection: Connection): void {
		if (connection.phase === DOOMED) {
			return;
		}

		const want = this.#wantOf(connection);
		if (want !== connection.armed) {
			this.#modify(connection, want);
		}
	}

	#modify(connection: Connection, want: number): void {
		try {
			this.#poller.modify(connection.fd, connection.token, connection.armed, want);
			connection.armed = want;
		} catch (error) {
			if (!(error instanceof SystemError)) {
				throw error;
			}

			this.#protocol.warned(`a connection was lost: ${error.message}`);
			this.#doom(connection, 'reset');
		}
	}

	#wantOf(connection: Connection): number {
		if (this.#isEdge) {
			return edge.EDGE_WANT;
		}

		return connection.sending ? WRITABLE : READABLE;
	}

	readonly #resume = (connection: Connection): void => {
		if (connection.sending) {
			this.#sender.queue(connection);
		} else {
			this.#receiver.receive(connection);
		}
	};

	readonly #endLingering = (connection: Connection): void => {
		this.#doom(connection, 'server');
	};

	readonly #doom = (connection: Connection, cause: CloseCause): void => {
		if (connection.phase !== DOOMED) {
			connection.phase = DOOMED;
			connection.cause = cause;
			this.#doomed.push(connection);
		}
	};

	/** Frees last in a turn, so that no descriptor is used again while events of it are dispatched. */
	#freeDoomed(): void {
		const doomed = this.#doomed;
		for (let index = 0; index < doomed.count; index++) {
			const connection = doomed.items[index] as Connection;
			this.#lingering.remove(connection);
			this.#poller.remove(connection.fd, connection.token);
			this.#table.remove(connection);
			this.#calls.close++;
			this.#tls?.end(connection.fd);
			libc.close(connection.fd);
			this.#protocol.closed(connection, connection.cause);
		}

		doomed.clear();
	}
}
