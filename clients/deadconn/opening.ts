// The opening of N connections: as fast as the server accepts, and with the original's patience.
import {performance} from 'node:perf_hooks';
import type {AcceptQueue} from '../../linux/accept-queue.js';
import {formatEndpoint} from '../../linux/address.js';
import {SystemError} from '../../linux/system-error.js';
import {BATCH, type Connections} from './connections.js';
import {
	ANSWERED,
	NOT_OURS,
	QUEUE_FULL,
	SERVER_CLOSED,
	UNACKNOWLEDGED,
	UNANSWERED,
} from './explain.js';
import {UnexpectedAnswer} from './idle.js';
import {Pace} from './pace.js';

/** Connects that are not decided at one time: a server far away must have room for them. */
const WINDOW = 32;

/** How long the server may take to close connections beyond its own limit, in milliseconds. */
const SETTLE_MS = 100;

/** The original's patience: it sleeps a second after an error, and gives up at the fourth in a row. */
const RETRY_MS = 1000;
const MAX_ERRORS = 4;

/** How long to wait for events where nothing else is due, in milliseconds. */
const IDLE_MS = 100;

/** How long to wait for the server to accept, in milliseconds. */
const FULL_MS = 1;

/** An error on the way: `code` as explain() knows it. */
export type Trouble = {readonly code: string; readonly text: string};

/** What to open. */
export type OpeningOptions = {
	readonly number: number;
	/** Connections a second, 0: no limit. */
	readonly rate: number;
	/** Seconds that a connect may take. */
	readonly timeout: number;
	/** How many processes do the same at the same time. */
	readonly crew: number;
	/** Of the server. */
	readonly address: string;
	readonly port: number;
};

/** Opens `number` connections, step by step. */
export class Opening {
	/** Whether all were open, and stayed so for SETTLE_MS. */
	isDone = false;
	/** How long that took, without the settling. */
	seconds = 0;
	/** The error that ended it. */
	trouble: Trouble | undefined;
	readonly #connections: Connections;
	readonly #number: number;
	readonly #crew: number;
	readonly #server: string;
	readonly #timeoutMs: number;
	readonly #queue: AcceptQueue | undefined;
	readonly #warn: (message: string) => void;
	readonly #pace: Pace;
	readonly #begunAt = performance.now();
	#best = 0;
	#closed = 0;
	#errors = 0;
	#pausedUntil = 0;
	#fullSince = Infinity;
	#settlingSince = Infinity;

	/** `queue` is the server's where it is on this machine; `warn` is told of each error. */
	constructor(
		connections: Connections,
		{number, rate, timeout, crew, address, port}: OpeningOptions,
		queue: AcceptQueue | undefined,
		warn: (message: string) => void,
	) {
		this.#connections = connections;
		this.#number = number;
		this.#crew = crew;
		this.#server = formatEndpoint(address, port);
		this.#timeoutMs = timeout * 1000;
		this.#queue = queue;
		this.#warn = warn;
		this.#pace = new Pace(rate, this.#begunAt);
	}

	/**
	 * Begins the connections that are due. Returns for how many milliseconds to wait for events
	 * before the next step.
	 */
	step(now: number): number {
		this.#noteChanges(now);
		if (this.trouble !== undefined) {
			return 0;
		}

		if (now < this.#pausedUntil) {
			return Math.min(IDLE_MS, Math.ceil(this.#pausedUntil - now));
		}

		const {open, connecting} = this.#connections;
		if (open === this.#number) {
			return this.#settle(now);
		}

		this.#settlingSince = Infinity;
		const window = this.#errors === 0 ? WINDOW : 1;
		const allowed = Math.min(BATCH, this.#number - open - connecting, window - connecting);
		if (allowed <= 0) {
			return IDLE_MS;
		}

		const due = Math.min(allowed, this.#pace.due(now));
		if (due <= 0) {
			return Math.min(IDLE_MS, this.#pace.msUntilDue(now));
		}

		const room = Math.min(due, this.#room(now));
		if (room === 0) {
			return FULL_MS;
		}

		this.#pace.count(room);
		const error = this.#connections.begin(room, now);
		if (error !== undefined) {
			this.fail(error, now);
		}

		return 0;
	}

	/** Takes an error of a connect: a pause, or the end of the opening. */
	fail(error: unknown, now: number): void {
		if (error instanceof UnexpectedAnswer) {
			// The next would be answered the same.
			this.trouble = {code: ANSWERED, text: error.message};
			return;
		}

		if (!(error instanceof SystemError)) {
			throw error;
		}

		const isBind = error.call === 'bind' && error.code === 'EADDRNOTAVAIL';
		const code = isBind ? NOT_OURS : error.call === 'answer' ? UNANSWERED : error.code;
		const text = error.message.replace(/^connect:/, `connect to ${this.#server}:`);
		this.#trouble(code, text, now);
	}

	/** Notices what has happened since the last step. */
	#noteChanges(now: number): void {
		const {open, closed} = this.#connections;
		if (open > this.#best) {
			this.#best = open;
			this.#errors = 0;
		}

		if (closed > this.#closed) {
			const count = closed - this.#closed;
			this.#closed = closed;
			this.#trouble(SERVER_CLOSED, `the server closed ${count} of the connections`, now);
		}

		try {
			this.#connections.expire(now - this.#timeoutMs);
		} catch (error) {
			this.fail(error, now);
		}
	}

	#settle(now: number): number {
		if (this.#settlingSince === Infinity) {
			this.#settlingSince = now;
			this.seconds = (now - this.#begunAt) / 1000;
		}

		const settled = now - this.#settlingSince;
		if (settled < SETTLE_MS) {
			return Math.ceil(SETTLE_MS - settled);
		}

		this.isDone = this.#connections.countUnacknowledged() === 0;
		if (!this.isDone && settled >= this.#timeoutMs) {
			this.#settlingSince = now;
			this.#trouble(UNACKNOWLEDGED, 'the server does not take all connections', now);
		}

		return IDLE_MS;
	}

	/** How many connections the server's accept queue has room for, up to a batch. */
	#room(now: number): number {
		if (this.#queue?.look() !== true) {
			return BATCH;
		}

		const room = shareOfQueue(this.#queue, this.#crew);
		if (room > 0) {
			this.#fullSince = Infinity;
		} else if (this.#fullSince === Infinity) {
			this.#fullSince = now;
		} else if (now - this.#fullSince >= this.#timeoutMs) {
			this.#fullSince = Infinity;
			this.#trouble(QUEUE_FULL, 'the accept queue of the server stays full', now);
		}

		return room;
	}

	#trouble(code: string, text: string, now: number): void {
		// What fails during a pause belongs to the error that led to it.
		if (now < this.#pausedUntil) {
			return;
		}

		this.#errors++;
		if (this.#errors >= MAX_ERRORS) {
			this.trouble = {code, text};
			return;
		}

		this.#pausedUntil = now + RETRY_MS;
		this.#warn(
			`${text}, with ${this.#connections.open} of ${this.#number} open; error ${this.#errors} of ${MAX_ERRORS} in a row, trying again in ${RETRY_MS / 1000} s`,
		);
	}
}

/**
 * How many connections one of `crew` processes may begin, so that together they never fill more than
 * half of a queue: the other half is for other clients. Each other process may have begun a batch
 * that the queue does not show yet.
 */
export function shareOfQueue(
	{waiting, backlog}: {readonly waiting: number; readonly backlog: number},
	crew: number,
): number {
	// The kernel drops a SYN once `waiting` exceeds `backlog`.
	const usable = Math.ceil((backlog + 1) / 2);
	const batch = Math.min(BATCH, Math.floor(usable / crew));
	return batch === 0
		? Number(waiting === 0)
		: Math.max(0, Math.min(batch, usable - waiting - (crew - 1) * batch));
}
