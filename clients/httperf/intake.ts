// Takes in what a connection has received, and says whether that completes its reply.
import {allocate} from '../../linux/memory.js';
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

const BUFFER_SIZE = 65_536;

/** The one buffer that is received into, and the reply that is expected in it. */
export class Intake {
	readonly buffer = allocate(BUFFER_SIZE);
	readonly #statistics: Statistics;
	readonly #known = new KnownReply();

	constructor(statistics: Statistics) {
		this.#statistics = statistics;
	}

	/** `count` bytes for `connection` are in the buffer. Returns PARTIAL, COMPLETE or BROKEN. */
	take(connection: Connection, count: number, now: number): number {
		const {reply} = connection;
		const isFirst = connection.phase === AWAITING;
		this.#statistics.bytesReceived += count;
		if (isFirst) {
			this.#statistics.responses++;
			this.#statistics.responseTime += now - connection.sentAt;
			connection.firstByteAt = now;
			connection.phase = RECEIVING;
			if (this.#known.recognise(reply, this.buffer, count)) {
				return COMPLETE;
			}
		} else if (connection.phase !== RECEIVING) {
			return BROKEN;
		}

		const taken = feedReply(reply, this.buffer.bytes, 0, count);
		if (taken < count || reply.state === MALFORMED) {
			return BROKEN;
		}

		if (reply.state !== DONE) {
			return PARTIAL;
		}

		if (isFirst) {
			this.#known.learn(reply, this.buffer, count);
		}

		return COMPLETE;
	}
}
