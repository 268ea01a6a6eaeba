// Recognises a request that is the same as the one before.
//
// A load client sends the same bytes over and over. Comparing them with the last request by words
// costs a third of finding where it ends byte by byte, which is the largest part of what dphttpd
// itself does for a reply.
import {type Memory, allocate} from '../../linux/memory.js';
import {MAX_REQUEST, type ParserState, countRequests, isBetweenRequests} from './request-parser.js';

/** Counts requests as {@link countRequests}, and sooner where they repeat. */
export class RequestCounter {
	readonly #last = allocate(MAX_REQUEST);
	#lastLength = 0;

	/** @see countRequests */
	count(state: ParserState, memory: Memory, start: number, end: number): number {
		const isFresh = isBetweenRequests(state);
		if (isFresh && this.#isLast(memory, start, end)) {
			return 1;
		}

		const requests = countRequests(state, memory.bytes, start, end);
		if (isFresh && requests === 1 && isBetweenRequests(state)) {
			this.#remember(memory, start, end);
		}

		return requests;
	}

	#isLast({bytes, i32}: Memory, start: number, end: number): boolean {
		const length = this.#lastLength;
		if (end - start !== length || (start & 3) !== 0) {
			return false;
		}

		const last = this.#last;
		const words = length >> 2;
		const first = start >> 2;
		for (let word = 0; word < words; word++) {
			if (i32[first + word] !== last.i32[word]) {
				return false;
			}
		}

		for (let at = words << 2; at < length; at++) {
			if (bytes[start + at] !== last.bytes[at]) {
				return false;
			}
		}

		return length > 0;
	}

	#remember({bytes}: Memory, start: number, end: number): void {
		this.#lastLength = 0;
		if (end - start <= MAX_REQUEST) {
			this.#last.bytes.set(bytes.subarray(start, end));
			this.#lastLength = end - start;
		}
	}
}
