// One connection of a server.
import {type Memory} from '../linux/memory.js';
import type {Message} from './message.js';

/**
 * Why a connection ended: `peer` closed it, `reset` it or it failed, the `server` closed it, or the
 * server was `stopped`.
 */
export type CloseCause = 'peer' | 'reset' | 'server' | 'stopped';

/** Where a connection is in its life. */
export type Phase = typeof OPEN | typeof CLOSING | typeof LINGERING | typeof DOOMED;

export const OPEN = 0;
/** The server has closed it: what is queued is still sent. */
export const CLOSING = 1;
/** All is sent and our side is shut down: input is discarded until the peer closes too. */
export const LINGERING = 2;
/** To be freed at the end of the turn. */
export const DOOMED = 3;

/** Bytes [start, end) of a memory that are still to be sent. */
type Segment = {readonly memory: Memory; readonly start: number; readonly end: number};

/** A connection. Small: a study holds tens of thousands that never speak again. */
export class Connection {
	phase: Phase = OPEN;
	/** Set when it is doomed. */
	cause: CloseCause = 'server';
	/** Whose bytes [sendStart, sendEnd) are being sent; undefined where nothing is. */
	sending: Memory | undefined = undefined;
	sendStart = 0;
	sendEnd = 0;
	/** What is to be sent after them, in order. */
	outbox: Segment[] | undefined = undefined;
	/** Where replies are sent in parts, these in place of those bytes: `sending` only says that there are some. */
	message: Message | undefined = undefined;
	/** The backend's own: the armed events of a readiness watch, or the requests in flight. */
	armed = 0;
	flags = 0;
	/** The protocol's own: where its parser is, and how long the request is so far. */
	parser = 0;
	requestLength = 0;

	constructor(
		readonly fd: number,
		readonly token: number,
	) {}

	/** Has bytes [start, end) of `memory` sent next, or last. Returns whether nothing is before them. */
	enqueue(memory: Memory, start: number, end: number): boolean {
		if (this.sending) {
			this.outbox ??= [];
			this.outbox.push({memory, start, end});
			return false;
		}

		this.sending = memory;
		this.sendStart = start;
		this.sendEnd = end;
		return true;
	}

	/** `count` bytes were sent. Returns whether there is more to send. */
	sent(count: number): boolean {
		this.sendStart += count;
		if (this.sendStart < this.sendEnd) {
			return true;
		}

		const next = this.outbox?.shift();
		if (next) {
			this.sending = next.memory;
			this.sendStart = next.start;
			this.sendEnd = next.end;
			return true;
		}

		this.sending = undefined;
		this.outbox = undefined;
		return false;
	}
}
