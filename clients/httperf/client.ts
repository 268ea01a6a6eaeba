// The load client: opens connections, sends requests, takes in replies, counts what fails.
import {ENETUNREACH} from '../../linux/errno.js';
import type {Memory} from '../../linux/memory.js';
import {describeErrno} from '../../linux/system-error.js';
import {CONNECTING, type Connection, IDLE, SENDING} from './connection.js';
import {Connections} from './connections.js';
import {type DialOptions, openDialSocket} from './dial.js';
import type {Engine, EngineHandler} from './engine.js';
import {type ErrorClass, classOf} from './errors.js';
import {BROKEN, COMPLETE, Intake} from './intake.js';
import type {Load} from './load.js';
import {endReply} from './reply-parser.js';
import {startReply} from './reply.js';
import {Sender, type SenderOptions} from './sender.js';
import type {Statistics} from './statistics.js';
import type {Window} from './window.js';

/** What a client is told. */
export type ClientOptions = DialOptions &
	SenderOptions & {
		/** How long a connect may take; Infinity: until the kernel gives up. */
		readonly connectTimeoutMs: number;
		/** Each connection is closed after its first call. */
		readonly closes: boolean;
		/** Told of each error as it is counted. */
		readonly warn: (name: ErrorClass, detail: string | undefined) => void;
	};

/** Connections to one server. What is done with them is up to a {@link Load}. */
export class Client implements EngineHandler {
	readonly connections: Connections;
	readonly sender: Sender;
	readonly #intake: Intake;
	#load!: Load;

	constructor(
		readonly options: ClientOptions,
		readonly engine: Engine,
		readonly statistics: Statistics,
		readonly window: Window,
	) {
		this.connections = new Connections(engine, statistics);
		this.sender = new Sender(options, engine, statistics);
		this.#intake = new Intake(statistics);
		engine.attach(this);
	}

	/** Names who is told what happens. To be called before anything is begun. */
	attach(load: Load): void {
		this.#load = load;
	}

	/** Begins a connection, in place of one that had `carried` calls. False where that failed at once; the error is then counted. */
	begin(carried = 0): boolean {
		const fd = openDialSocket(this.options);
		if (fd < 0) {
			this.#countErrno(-fd);
			return false;
		}

		const {connectTimeoutMs, ports, address} = this.options;
		const connection = this.connections.begin(fd, carried, connectTimeoutMs);
		const unbound = ports?.bind(fd) ?? 0;
		const errno = unbound === 0 ? this.engine.connect(connection, address) : unbound;
		if (errno !== 0) {
			this.#countErrno(errno);
			this.connections.close(connection);
		}

		return errno === 0;
	}

	connected(connection: Connection, errno: number): void {
		if (errno !== 0) {
			this.#failErrno(connection, errno);
			return;
		}

		this.connections.opened(connection);
		this.#load.opened(connection);
	}

	received(
		connection: Connection,
		memory: Memory,
		start: number,
		count: number,
		now: number,
	): void {
		const outcome = this.#intake.take(connection, memory, start, count, now);
		if (outcome === COMPLETE) {
			this.#replied(connection, now);
		} else if (outcome === BROKEN) {
			this.fail(connection, 'other', 'the server sent what is no reply to our request');
		} else {
			connection.deadline = now + this.options.timeoutMs;
		}
	}

	ended(connection: Connection, errno: number, now: number): void {
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

	sent(connection: Connection, result: number): void {
		if (result < 0) {
			this.#failErrno(connection, -result);
		} else {
			this.sender.sent(connection, result);
		}
	}

	released(connection: Connection): void {
		this.connections.released(connection);
	}

	/** Gives up connections that have made no progress for too long. */
	expire(now: number): void {
		this.connections.expire(now, connection => {
			const isConnecting = connection.phase === CONNECTING;
			this.fail(connection, 'client-timo', isConnecting ? 'no answer to a connect' : undefined);
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

	#replied(connection: Connection, now: number): void {
		this.statistics.replied(connection, now);
		this.window.replied(connection, now);
		connection.calls++;
		connection.phase = IDLE;
		connection.deadline = Infinity;
		const isLast = connection.reply.closes || this.options.closes;
		startReply(connection.reply);
		this.#load.replied(connection, isLast);
		if (isLast && connection.phase === IDLE) {
			this.connections.close(connection);
		}
	}

	#failErrno(connection: Connection, errno: number): void {
		this.fail(connection, classOf(errno), detailOf(errno));
	}

	#countErrno(errno: number): void {
		this.count(classOf(errno), detailOf(errno));
	}
}

function detailOf(errno: number): string {
	const text = describeErrno(errno).join(': ');
	// In a fresh network namespace, lo is.
	return errno === ENETUNREACH ? `${text}: an interface is down? ip link set lo up` : text;
}
