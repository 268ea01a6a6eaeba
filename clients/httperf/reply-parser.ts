// Finds the end of an HTTP/1.x reply (RFC 9112), in whatever pieces it arrives: a state machine over
// bytes that it does not keep.
import {feedChunkLine, feedTrailer} from './reply-chunks.js';
import {feedHeader} from './reply-header.js';
import {
	BODY_UNTIL_CLOSE,
	CHUNK,
	CHUNK_END,
	DONE,
	HEADER_END,
	type Reply,
	TRAILER_START,
} from './reply.js';

/**
 * Takes in `bytes` from `at` up to `end`, and returns how far it got: to `end`, or less where
 * `reply.state` has become DONE or MALFORMED.
 */
export function feedReply(reply: Reply, bytes: Uint8Array, at: number, end: number): number {
	while (at < end && reply.state < DONE) {
		const from = at;
		if (reply.state <= HEADER_END) {
			at = feedHeader(reply, bytes, at, end);
			reply.headerBytes += at - from;
		} else if (reply.state <= BODY_UNTIL_CLOSE || reply.state === CHUNK) {
			at = feedBody(reply, at, end);
			reply.contentBytes += at - from;
		} else if (reply.state < TRAILER_START) {
			at = feedChunkLine(reply, bytes, at, end);
		} else {
			at = feedTrailer(reply, bytes, at, end);
			reply.footerBytes += at - from;
		}
	}

	return at;
}

/** The server has ended the stream: whether that makes the reply complete. */
export function endReply(reply: Reply): boolean {
	if (reply.state === BODY_UNTIL_CLOSE) {
		reply.state = DONE;
	}

	return reply.state === DONE;
}

function feedBody(reply: Reply, at: number, end: number): number {
	if (reply.state === BODY_UNTIL_CLOSE) {
		return end;
	}

	const taken = Math.min(reply.left, end - at);
	reply.left -= taken;
	if (reply.left === 0) {
		reply.state = reply.state === CHUNK ? CHUNK_END : DONE;
	}

	return at + taken;
}
