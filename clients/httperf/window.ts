// The measuring window: what happens between the warm-up and the end.
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {ReplyTimes} from './reply-times.js';
import type {Connection} from './connection.js';

/** Where the client used this much of one processor, its own speed was the limit. */
export const BOTTLENECK_SHARE = 0.95;

/** Parts of a window of known length. */
const BINS = 10;

/** What is counted of replies. */
class Tally {
	replies = 0;
	readonly replyTimes = new ReplyTimes();
	readonly rawReplyTimes: ReplyTimes | undefined;
	/** The last is for what came after the window's planned end. */
	readonly bins = new Float64Array(BINS + 1);

	constructor(isOpenLoop: boolean) {
		this.rawReplyTimes = isOpenLoop ? new ReplyTimes() : undefined;
	}
}

/**
 * Counts and times replies while it is open. Times are those of performance.now().
 *
 * While it is closed it does the same into a tally that nobody reads: code that ran for the first time
 * when the window opens would be compiled there, and measured. That cost the first tenth of a window
 * of 1 s a fifth of its replies.
 */
export class Window {
	beganAt = Number.NaN;
	endedAt = Number.NaN;
	readonly #outside: Tally;
	readonly #inside: Tally;
	#tally: Tally;
	/** From when the bins are counted. */
	#binsFrom = performance.now();
	readonly #lengthMs: number;
	#cpuBefore: CpuTime = {user: 0, system: 0};
	#cpuAfter: CpuTime = {user: 0, system: 0};

	/** `lengthMs` is what it is to be; Infinity: not known. */
	constructor({isOpenLoop, lengthMs}: {isOpenLoop: boolean; lengthMs: number}) {
		this.#lengthMs = lengthMs;
		this.#outside = new Tally(isOpenLoop);
		this.#inside = new Tally(isOpenLoop);
		// Both twice: what is assigned once V8 takes for a constant, and compiles anew all that used it
		// when it changes, which is when the window opens.
		this.#tally = this.#inside;
		this.#tally = this.#outside;
		this.#binsFrom = performance.now();
	}

	get isOpen(): boolean {
		return this.#tally === this.#inside;
	}

	set isOpen(isOpen: boolean) {
		this.#tally = isOpen ? this.#inside : this.#outside;
	}

	get replies(): number {
		return this.#inside.replies;
	}

	/** From when a call was to be sent; in a closed loop, from when it was. */
	get replyTimes(): ReplyTimes {
		return this.#inside.replyTimes;
	}

	/** From when it was sent: an open loop's only. */
	get rawReplyTimes(): ReplyTimes | undefined {
		return this.#inside.rawReplyTimes;
	}

	begin(now: number): void {
		this.isOpen = true;
		this.beganAt = now;
		this.#binsFrom = now;
		this.#cpuBefore = cpuTime();
	}

	end(now: number): void {
		this.isOpen = false;
		this.endedAt = now;
		this.#cpuAfter = cpuTime();
	}

	replied(connection: Connection, now: number): void {
		const tally = this.#tally;
		tally.replies++;
		const {bins} = tally;
		const bin = Math.floor(((now - this.#binsFrom) / this.#lengthMs) * BINS);
		const at = Math.min(bin, BINS);
		bins[at] = (bins[at] as number) + 1;
		tally.replyTimes.record(now - connection.intendedAt);
		tally.rawReplyTimes?.record(now - connection.sentAt);
	}

	/** Replies in each tenth of it; none where its length was not known, or it was cut short. */
	get bins(): number[] {
		const isWhole = this.endedAt - this.beganAt >= this.#lengthMs;
		return isWhole ? [...this.#inside.bins.subarray(0, BINS)] : [];
	}

	/** Its length in seconds: 0 where it never began. */
	get seconds(): number {
		return Number.isNaN(this.beganAt) ? 0 : (this.endedAt - this.beganAt) / 1000;
	}

	/** What this process used in it. */
	get cpu(): CpuTime {
		return {
			user: this.#cpuAfter.user - this.#cpuBefore.user,
			system: this.#cpuAfter.system - this.#cpuBefore.system,
		};
	}
}
