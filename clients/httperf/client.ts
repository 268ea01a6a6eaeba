// The load client's input and output: opens connections, sends requests, takes in replies.
//
// Every descriptor is watched once, edge-triggered, for all that can happen to it: so a call costs a
// recv(2), a send(2) and its share of a wait, and no epoll_ctl(2). No edge is lost, because a socket
// is read until a read comes back short (epoll(7)), or to its end where the peer has closed.
import {EAGAIN} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import {
	ERROR,
	HANGUP,
	PEER_CLOSED,
	type Poller,
	READABLE,
	type ReadyList,
} from '../../linux/poller.js';
import {SO_ERROR, getOption} from '../../linux/socket.js';
import {describeErrno} from '../../linux/system-error.js';
import {AWAITING, CLOSED, CONNECTING, type Connection, IDLE, SENDING} from './connection.js';
import {Connections} from './connections.js';
import {type DialOptions, dial, openDialSocket} from './dial.js';
import {type ErrorClass, classOf} from './errors.js';
import {BROKEN, COMPLETE, Intake} from './intake.js';
import type {Load} from './load.js';
import {endReply} from './reply-parser.js';
import {startReply} from './reply.js';
import {Sender, type SenderOptions} from './sender.js';
import type {Statistics} from './statistics.js';
import type {Window} from './window.js';

const GONE = PEER_CLOSED | HANGUP | ERROR;
const INPUT = READABLE | GONE;

/** What a client is told. */
export type ClientOptions = DialOptions &
	SenderOptions & {
		/** Told of each error as it is counted. */
		readonly warn: (name: ErrorClass, detail: string | undefined) => void;
	};

/** Connections to one server. What is done with them is up to a {@link Load}. */
export class Client {
	readonly connections: Connections;
	readonly sender: Sender;
	readonly #intake: Intake;
	#load!: Load;

	constructor(
		readonly options: ClientOptions,
		poller: Poller,
		readonly statistics: Statistics,
		readonly window: Window,
	) {
		this.connections = new Connections(poller, statistics);
		this.sender = new Sender(options, statistics, (connection, errno) => {
			this.#failErrno(connection, errno);
		});
		this.#intake = new Intake(statistics);
	}

	/** Names who is told what happens. To be called before anything is begun. */
	attach(load: Load): void {
		this.#load = load;
	}

	/** Begins a connection. False where that failed at once; the error is then counted. */
	begin(): boolean {
		const fd = openDialSocket(this.options);
		if (fd < 0) {
			this.#countErrno(-fd);
			return false;
		}

		const connection = this.connections.begin(fd, this.options.timeoutMs);
		const errno = dial(fd, this.options);
		this.connections.watch(connection);
		if (errno !== 0) {
			this.#countErrno(errno);
			this.connections.close(connection);
		}

		return errno === 0;
	}

	/** Handles events; those with a negative token are somebody else's. */
	dispatch(ready: ReadyList, count: number, now: number): void {
		// A descriptor is reported once a wait, and others are opened only after the last event: so no
		// slot is used anew while an event of its former use waits here.
		for (let index = 0; index < count; index++) {
			const token = ready.tokens[index] as number;
			if (token >= 0) {
				this.#handle(this.connections.at(token), ready.events[index] as number, now);
			}
		}
	}

	/** Gives up connections that have made no progress for too long. */
	expire(now: number): void {
		this.connections.expire(now, connection => {
			this.fail(connection, 'client-timo');
		});
	}

	/** Counts an error, closes the connection, and tells the load. */
	fail(connection: Connection, name: ErrorClass, detail?: string): void {
		const wasCalling = connection.phase >= SENDING;
		this.count(name, detail);
		this.connections.close(connection);
		this.#load.failed(connection, wasCalling);
	}

	/** Counts an error. */
	count(name: ErrorClass, detail?: string): void {
		this.statistics.errors[name]++;
		this.options.warn(name, detail);
	}

	#handle(connection: Connection, events: number, now: number): void {
		if (connection.phase >= AWAITING) {
			this.#receive(connection, events, now);
			return;
		}

		if (connection.phase === CONNECTING) {
			this.#connected(connection);
		} else if (connection.phase === SENDING) {
			this.sender.push(connection, performance.now());
		}

		// What has come together with the event above: its edge is not reported again.
		const {phase} = connection;
		if ((events & INPUT) !== 0 && (phase === IDLE || phase === AWAITING)) {
			this.#receive(connection, events, performance.now());
		}
	}

	#connected(connection: Connection): void {
		const errno = getOption(connection.fd, SO_ERROR);
		if (errno !== 0) {
			this.#failErrno(connection, errno);
			return;
		}

		this.connections.opened(connection);
		this.#load.opened(connection);
	}

	#receive(connection: Connection, events: number, now: number): void {
		const {address, bytes} = this.#intake.buffer;
		const {length} = bytes;
		for (;;) {
			const count = libc.recv(connection.fd, address, length, 0);
			if (count <= 0) {
				this.#receivedNothing(connection, count === 0 ? 0 : libc.errno(), now);
				return;
			}

			const outcome = this.#intake.take(connection, count, now);
			if (outcome === COMPLETE) {
				this.#replied(connection, now);
			} else if (outcome === BROKEN) {
				this.fail(connection, 'other', 'the server sent what is no reply to our request');
			} else {
				connection.deadline = now + this.options.timeoutMs;
			}

			if (connection.phase === CLOSED || (count < length && (events & GONE) === 0)) {
				return;
			}

			now = performance.now();
		}
	}

	#replied(connection: Connection, now: number): void {
		this.statistics.replied(connection, now);
		this.window.replied(connection, now);
		connection.calls++;
		connection.phase = IDLE;
		connection.deadline = Infinity;
		startReply(connection.reply);
		this.#load.replied(connection);
	}

	/** A read found the end of the stream (`errno` 0), nothing, or an error. */
	#receivedNothing(connection: Connection, errno: number, now: number): void {
		if (errno === EAGAIN) {
			return;
		}

		if (errno === 0 && connection.phase !== IDLE && endReply(connection.reply)) {
			this.#replied(connection, now);
			if (connection.phase !== IDLE) {
				return;
			}
		}

		if (connection.phase === IDLE) {
			this.connections.close(connection);
			this.#load.closed(connection);
		} else if (errno === 0) {
			this.fail(connection, 'connreset', 'the connection ended before the reply did');
		} else {
			this.#failErrno(connection, errno);
		}
	}

	#failErrno(connection: Connection, errno: number): void {
		this.fail(connection, classOf(errno), describeErrno(errno).join(': '));
	}

	#countErrno(errno: number): void {
		this.count(classOf(errno), describeErrno(errno).join(': '));
	}
}
