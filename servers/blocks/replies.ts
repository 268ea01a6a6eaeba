// What was replied so far, and with how many calls: reads, writes and the rest apart.
import {SendCounts} from '../reply-policies.js';

/** Replies of one kind that were sent whole. */
class RepliesOfAKind {
	count = 0;
	/** Of the disk. */
	bytes = 0;
	readonly calls = new SendCounts();

	/** One of them was sent whole, by so many calls. */
	sent(bytes: number, calls: SendCounts): void {
		this.count++;
		this.bytes += bytes;
		this.calls.add(calls);
	}
}

/** All replies; `others` are those of the handshake and of flushes, and calls for what was never sent whole. */
export class Replies {
	readonly reads = new RepliesOfAKind();
	readonly writes = new RepliesOfAKind();
	readonly others = new RepliesOfAKind();

	/** Calls for all of them. */
	allCalls(): SendCounts {
		const sum = new SendCounts();
		for (const {calls} of [this.reads, this.writes, this.others]) {
			sum.add(calls);
		}

		return sum;
	}
}
