// Takes in what a connection has received, and says whether that completes its reply.
import type {Memory} from '../../linux/memory.js';
import {AWAITING, type Connection, RECEIVING} from './connection.js';
import {KnownReply} from './known-reply.js';
import {feedReply} from './reply-parser.js';
import {DONE, MALFORMED} from './reply.js';
import type {Statistics} from './statistics.js';

/** There is more to come. */
const PARTIAL = 0;
/** The reply is complete. */
export const COMPLETE = 1;
/** No HTTP reply, more than a reply, or a reply to nothing: the connection cannot be used further. */
export const BROKEN = 2;

/** Knows replies by the one that came before. */
export class Intake {
	readonly #statistics: Statistics;
	readonly #known = new KnownReply();

	constructor(statistics: Statistics) {
		this.#statistics = statistics;
	}

	/**
	 * `count` bytes for `connection` are at `start` in `memory`, which is a multiple of 4. Returns
	 * PARTIAL, COMPLETE or BROKEN.
	 */
	take(connection: Connection, memory: Memory, start: number, count: number, now: number): number {
		const {reply} = connection;
		const isFirst = connection.phase === AWAITING;
		this.#statistics.bytesReceived += count;
		if (isFirst) {
			this.#statistics.responses++;
			this.#statistics.responseTime += now - connection.sentAt;
			connection.firstByteAt = now;
			connection.phase = RECEIVING;
			if (this.#known.recognise(reply, memory, start, count)) {
				return COMPLETE;
			}
		} else if (connection.phase !== RECEIVING) {
			return BROKEN;
		}

		const end = start + count;
		if (feedReply(reply, memory.bytes, start, end) < end || reply.state === MALFORMED) {
			return BROKEN;
		}

		if (reply.state !== DONE) {
			return PARTIAL;
		}

		if (isFirst) {
			this.#known.learn(reply, memory, start, count);
		}

		return COMPLETE;
	}
}
