// One connection of the load client, and where it stands.
import {Reply, startReply} from './reply.js';

/** No socket. */
export const CLOSED = 0;
export const CONNECTING = 1;
/** Open, with no call under way. */
export const IDLE = 2;
/** A part of the request is sent. */
export const SENDING = 3;
/** The request is sent, nothing of the reply has come. */
export const AWAITING = 4;
/** A part of the reply has come. */
export const RECEIVING = 5;

/**
 * Connections are reused, and every one is made here: all have the same shape. Times are those of
 * performance.now(), in milliseconds; NaN until there is one, because a field that begins as a
 * double stays one, and V8 then stores to it without allocating.
 */
export class Connection {
	phase = CLOSED;
	fd = -1;
	/** Replies so far. */
	calls = 0;
	/** Replies on those before it that it goes on for. */
	carried = 0;
	/** Bytes of the request that are sent. */
	sent = 0;
	/** Requests about it that an engine has in the kernel. */
	inFlight = 0;
	/** Its place in a queue of idle connections. */
	isQueued = false;
	nextIdle: Connection | undefined = undefined;
	openedAt = Number.NaN;
	/** When the call was to be sent; in a closed loop, when it was. */
	intendedAt = Number.NaN;
	sentAt = Number.NaN;
	firstByteAt = Number.NaN;
	/** When it has made no progress for too long. */
	deadline = Number.NaN;
	readonly reply = new Reply();

	/** `slot` is its index in the client's list, and the token of its events. */
	constructor(readonly slot: number) {}

	/** Takes on a new socket, after `carried` calls on others. */
	begin(fd: number, carried: number, now: number, timeoutMs: number): void {
		this.phase = CONNECTING;
		this.fd = fd;
		this.calls = 0;
		this.carried = carried;
		this.openedAt = now;
		this.deadline = now + timeoutMs;
		startReply(this.reply);
	}
}
