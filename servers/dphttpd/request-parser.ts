// Finds the ends of requests in a stream of bytes: all that dphttpd wants to know of them.
//
// As in the original, a request is a line and headers up to an empty line; method, URL, version and
// headers mean nothing. The state is two small integers, so a connection that stops in the middle of
// a request (a dead one) keeps none of its bytes.
import type {Connection} from '../connection.js';

/** The longest request line and headers together, in bytes. */
export const MAX_REQUEST = 8192;

/** Connection.parser: before a request, in a line, after a line's end, after a CR behind that. */
const BEFORE = 0;
const IN_LINE = 1;
const LINE_START = 2;
const LINE_START_CR = 3;
/** A request was too long: nothing more is parsed. */
export const TOO_LONG = 4;

const CR = 13;
const LF = 10;

/** Where a parser stands; of a connection, only this is used. */
export type ParserState = Pick<Connection, 'parser' | 'requestLength'>;

/**
 * Parses bytes [start, end) and returns how many requests end in them. Where a request is longer
 * than MAX_REQUEST, `state.parser` is TOO_LONG afterwards. Lines end with LF, a CR before it is
 * optional, and empty lines before a request are passed over (RFC 9112, section 2.2).
 */
export function countRequests(
	state: ParserState,
	bytes: Uint8Array,
	start: number,
	end: number,
): number {
	let {parser} = state;
	let requests = 0;
	/** Where the present request would have begun in `bytes`, had all of it come now. */
	let begin = start - state.requestLength;
	let at = start;
	while (at < end) {
		const limit = Math.min(end, begin + MAX_REQUEST);
		if (parser === IN_LINE) {
			// Most of a request is within lines: this loop is the one that counts.
			while (at < limit && bytes[at] !== LF) {
				at++;
			}
		}

		if (at >= limit) {
			if (at === end) {
				break;
			}

			state.parser = TOO_LONG;
			return requests;
		}

		const byte = bytes[at++];
		if (byte !== LF) {
			parser = afterCharacter(parser, byte);
		} else if (parser === IN_LINE) {
			parser = LINE_START;
		} else {
			requests += parser === BEFORE ? 0 : 1;
			parser = BEFORE;
			begin = at;
		}
	}

	state.parser = parser;
	state.requestLength = end - begin;
	return requests;
}

/** Whether all bytes so far made up whole requests. */
export function isBetweenRequests({parser, requestLength}: ParserState): boolean {
	return parser === BEFORE && requestLength === 0;
}

/** A CR may stand before the LF of an empty line; anything else begins, or goes on with, a line. */
function afterCharacter(parser: number, byte: number | undefined): number {
	if (byte !== CR || parser === LINE_START_CR) {
		return IN_LINE;
	}

	return parser === LINE_START ? LINE_START_CR : BEFORE;
}
