// The status line and the header of a reply, a byte at a time. It looks at the fields that say
// where the body ends, and whether the connection does, and keeps nothing of the others.
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
	PERSISTENCE,
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
const LOWER_N = 0x6e;
const LOWER_T = 0x74;

const protocol: Uint8Array = Buffer.from('http/');
const contentLength: Uint8Array = Buffer.from('content-length:');
const transferEncoding: Uint8Array = Buffer.from('transfer-encoding:');
const connection: Uint8Array = Buffer.from('connection:');
const close: Uint8Array = Buffer.from('close');
const keepAlive: Uint8Array = Buffer.from('keep-alive');
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
				// `Connection` and `Content-Length` part at their fourth letter.
				if (matched === 3 && (byte | LOWER_CASE) === LOWER_N && reply.candidate === contentLength) {
					reply.candidate = connection;
				}

				if ((byte | LOWER_CASE) !== reply.candidate[matched]) {
					state = byte === LF ? LINE_START : SKIP_LINE;
				} else if (++matched === reply.candidate.length) {
					matched = 0;
					state = stateOf(reply.candidate);
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
			case PERSISTENCE:
				matched = feedPersistence(reply, matched, byte);
				state = byte === LF ? LINE_START : PERSISTENCE;
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

/** What the value of the field called `name` is read by. */
function stateOf(name: Uint8Array): number {
	return name === contentLength ? LENGTH : name === connection ? PERSISTENCE : CODING;
}

/**
 * Takes in a character of `Connection`: a list, in which `close` and `keep-alive` say what becomes of
 * the connection (RFC 9112, section 9.3). Returns how much of an element has matched.
 */
function feedPersistence(reply: Reply, matched: number, byte: number): number {
	if (byte === COMMA || byte === LF) {
		if (matched === reply.candidate.length) {
			reply.closes = reply.candidate === close;
		}

		return 0;
	}

	if (byte === SPACE || byte === TAB || byte === CR) {
		return matched;
	}

	const letter = byte | LOWER_CASE;
	if (matched === 0) {
		reply.candidate = letter === LOWER_C ? close : keepAlive;
	}

	return letter === reply.candidate[matched] ? matched + 1 : 256;
}

/** Takes in the character at `position` of a status line, as in `HTTP/1.1 200 OK`. */
function feedStatus(reply: Reply, position: number, byte: number): number {
	if (position < 5) {
		return (byte | LOWER_CASE) === protocol[position] ? STATUS_LINE : MALFORMED;
	}

	// `1.1` and the space. What is older closes, unless it says that it does not.
	if (position < 9) {
		reply.closes ||= position === 7 && byte === ZERO;
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
		reply.closes = false;
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
		reply.closes = true;
		return BODY_UNTIL_CLOSE;
	}

	return reply.left === 0 ? DONE : BODY;
}
