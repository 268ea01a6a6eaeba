// What an edge-triggered watch has said of a connection. An edge is reported once: so it is kept,
// until a call has shown that it no longer holds.
import {ERROR, HANGUP, PEER_CLOSED, READABLE, WRITABLE} from '../linux/poller.js';
import type {Connection} from './connection.js';

/** What such a watch asks for, once and for all: events are filtered here instead. */
export const EDGE_WANT = READABLE | WRITABLE | PEER_CLOSED;

const ENDED = PEER_CLOSED | HANGUP | ERROR;

/**
 * Connection.flags: there may be more to read; its end has come; it was reported as readable, and
 * nothing was read since; it was reported as writable, and no send has found it full since.
 */
const UNREAD = 1;
const PEER_ENDED = 2;
const READ_REPORTED = 4;
const HAS_ROOM = 8;

/** Whether there may be more to read. */
export function isUnread(connection: Connection): boolean {
	return (connection.flags & UNREAD) !== 0;
}

/** Takes what was reported. */
export function noteEdge(connection: Connection, events: number): void {
	connection.flags |=
		((events & ~WRITABLE) !== 0 ? UNREAD : 0) |
		((events & ENDED) !== 0 ? PEER_ENDED : 0) |
		((events & READABLE) !== 0 ? READ_REPORTED : 0) |
		((events & WRITABLE) !== 0 ? HAS_ROOM : 0);
}

/**
 * Something was read. A short read has drained the socket (epoll(7), "Questions and answers", 9),
 * unless its end was reported with it: that has no edge of its own.
 */
export function noteRead(connection: Connection, isShort: boolean): void {
	const isDrained = isShort && (connection.flags & PEER_ENDED) === 0;
	connection.flags &= isDrained ? ~(UNREAD | READ_REPORTED) : ~READ_REPORTED;
}

/** There was nothing to read (EAGAIN). If there should have been, it is still taken for unread. */
export function noteNothingRead(connection: Connection): void {
	const isInDoubt = (connection.flags & READ_REPORTED) !== 0;
	connection.flags &= isInDoubt ? ~READ_REPORTED : ~UNREAD;
}

/** All was sent. Returns whether there may be more to read. */
export function noteSent(connection: Connection): boolean {
	connection.flags |= HAS_ROOM;
	return isUnread(connection);
}

/** Not all was sent. Returns whether there should have been room. */
export function noteFull(connection: Connection): boolean {
	const isInDoubt = (connection.flags & HAS_ROOM) !== 0;
	connection.flags &= ~HAS_ROOM;
	return isInDoubt;
}
