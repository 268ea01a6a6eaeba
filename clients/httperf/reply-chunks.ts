// The lines around the chunks of a chunked reply, and its trailer section (RFC 9112, section 7.1).
import {
	CHUNK,
	CHUNK_END,
	CHUNK_EXTENSION,
	CHUNK_SIZE,
	DONE,
	LOWER_CASE,
	MALFORMED,
	MAX_LENGTH,
	NO_LENGTH,
	type Reply,
	TRAILER_LINE,
	TRAILER_START,
} from './reply.js';

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const SEMICOLON = 0x3b;
const ZERO = 0x30;
const LOWER_A = 0x61;

/** Takes in the end of a chunk and the size of the next, and returns how far it got. */
export function feedChunkLine(reply: Reply, bytes: Uint8Array, at: number, end: number): number {
	while (at < end) {
		const byte = bytes[at++] as number;
		if (byte === LF) {
			if (reply.state === CHUNK_END) {
				reply.state = CHUNK_SIZE;
				reply.left = NO_LENGTH;
			} else {
				reply.state =
					reply.left === NO_LENGTH ? MALFORMED : reply.left === 0 ? TRAILER_START : CHUNK;
			}
		} else if (reply.state === CHUNK_END) {
			reply.state = byte === CR ? CHUNK_END : MALFORMED;
		} else if (byte === SEMICOLON || byte === SPACE || byte === TAB || byte === CR) {
			reply.state = CHUNK_EXTENSION;
		} else if (reply.state === CHUNK_SIZE) {
			const digit = hexValue(byte);
			reply.left = Math.max(reply.left, 0) * 16 + digit;
			if (digit < 0 || reply.left > MAX_LENGTH) {
				reply.state = MALFORMED;
			}
		}

		if (reply.state === CHUNK || reply.state >= TRAILER_START) {
			break;
		}
	}

	return at;
}

/** Takes in the trailer section, and returns how far it got. */
export function feedTrailer(reply: Reply, bytes: Uint8Array, at: number, end: number): number {
	while (at < end && reply.state < DONE) {
		const byte = bytes[at++] as number;
		if (reply.state === TRAILER_LINE) {
			reply.state = byte === LF ? TRAILER_START : TRAILER_LINE;
		} else if (byte === LF) {
			reply.state = DONE;
		} else if (byte !== CR) {
			reply.state = TRAILER_LINE;
		}
	}

	return at;
}

function hexValue(byte: number): number {
	if (byte >= ZERO && byte <= ZERO + 9) {
		return byte - ZERO;
	}

	const letter = (byte | LOWER_CASE) - LOWER_A;
	return letter >= 0 && letter < 6 ? letter + 10 : -1;
}
