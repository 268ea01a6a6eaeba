// The status line and the header of a reply, a byte at a time. It looks at the two fields that say
// where the body ends, and keeps nothing of the others.
import {
	BODY,
	BODY_UNTIL_CLOSE,
	CHUNK_SIZE,
	CODING,
	DONE,
	FIELD_NAME,
	HEADER_END,
	LENGTH,
	LINE_START,
	LOWER_CASE,
	MALFORMED,
	MAX_LENGTH,
	NO_LENGTH,
	type Reply,
	SKIP_LINE,
	STATUS_LINE,
} from './reply.js';

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const COMMA = 0x2c;
const ZERO = 0x30;
const LOWER_C = 0x63;
const LOWER_T = 0x74;

const protocol: Uint8Array = Buffer.from('http/');
const contentLength: Uint8Array = Buffer.from('content-length:');
const transferEncoding: Uint8Array = Buffer.from('transfer-encoding:');
const chunkedCoding: Uint8Array = Buffer.from('chunked');

/** Takes in `bytes` up to the end of the header or to `end`, and returns how far it got. */
export function feedHeader(reply: Reply, bytes: Uint8Array, at: number, end: number): number {
	let {state, matched} = reply;
	while (at < end && state <= HEADER_END) {
		const byte = bytes[at++] as number;
		switch (state) {
			case SKIP_LINE:
				if (byte === LF) {
					state = LINE_START;
				} else {
					// Most of a header: a loop of its own is what makes it fast.
					while (at < end && bytes[at] !== LF) {
						at++;
					}
				}

				break;
			case LINE_START:
				matched = 1;
				switch (byte | LOWER_CASE) {
					case LOWER_C:
						reply.candidate = contentLength;
						state = FIELD_NAME;
						break;
					case LOWER_T:
						reply.candidate = transferEncoding;
						state = FIELD_NAME;
						break;
					default:
						state = byte === CR ? HEADER_END : byte === LF ? afterHeader(reply) : SKIP_LINE;
				}

				if (state === STATUS_LINE) {
					matched = 0;
				}

				break;
			case FIELD_NAME:
				if ((byte | LOWER_CASE) !== reply.candidate[matched]) {
					state = byte === LF ? LINE_START : SKIP_LINE;
				} else if (++matched === reply.candidate.length) {
					matched = 0;
					state = reply.candidate === contentLength ? LENGTH : CODING;
					if (state === LENGTH) {
						reply.left = 0;
					}
				}

				break;
			case LENGTH:
				if (byte >= ZERO && byte <= ZERO + 9) {
					matched++;
					reply.left = reply.left * 10 + byte - ZERO;
					if (reply.left > MAX_LENGTH) {
						state = MALFORMED;
					}
				} else if (byte === LF) {
					state = matched > 0 ? LINE_START : MALFORMED;
				} else if (byte !== SPACE && byte !== TAB && byte !== CR) {
					state = MALFORMED;
				}

				break;
			case CODING:
				// The last coding counts: `gzip, chunked` is chunked (RFC 9112, section 6.3).
				if (byte === LF) {
					reply.chunked = matched === chunkedCoding.length;
					state = LINE_START;
				} else if (byte === COMMA) {
					matched = 0;
				} else if (byte !== SPACE && byte !== TAB && byte !== CR) {
					matched = (byte | LOWER_CASE) === chunkedCoding[matched] ? matched + 1 : 256;
				}

				break;
			case STATUS_LINE:
				state = feedStatus(reply, matched++, byte);
				break;
			default:
				state = byte === LF ? afterHeader(reply) : MALFORMED;
				matched = 0;
		}
	}

	reply.state = state;
	reply.matched = matched;
	return at;
}

/** Takes in the character at `position` of a status line, as in `HTTP/1.1 200 OK`. */
function feedStatus(reply: Reply, position: number, byte: number): number {
	if (position < 5) {
		return (byte | LOWER_CASE) === protocol[position] ? STATUS_LINE : MALFORMED;
	}

	// `1.1` and the space.
	if (position < 9) {
		return (position === 8) === (byte === SPACE) && byte !== LF ? STATUS_LINE : MALFORMED;
	}

	if (position < 12) {
		reply.status = reply.status * 10 + byte - ZERO;
		return byte >= ZERO && byte <= ZERO + 9 ? STATUS_LINE : MALFORMED;
	}

	if (reply.status < 100 || reply.status > 599 || (byte >= ZERO && byte <= ZERO + 9)) {
		return MALFORMED;
	}

	return byte === LF ? LINE_START : SKIP_LINE;
}

/** What comes after the empty line (RFC 9112, section 6.3). */
function afterHeader(reply: Reply): number {
	const {status} = reply;
	if (status < 200) {
		reply.interim++;
		reply.status = 0;
		reply.left = NO_LENGTH;
		reply.chunked = false;
		return STATUS_LINE;
	}

	if (status === 204 || status === 304) {
		return DONE;
	}

	if (reply.chunked) {
		reply.left = NO_LENGTH;
		return CHUNK_SIZE;
	}

	if (reply.left === NO_LENGTH) {
		return BODY_UNTIL_CLOSE;
	}

	return reply.left === 0 ? DONE : BODY;
}
