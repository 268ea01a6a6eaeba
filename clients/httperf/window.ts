// The measuring window: what happens between the warm-up and the end.
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {ReplyTimes} from './reply-times.js';
import type {Connection} from './connection.js';

/** Where the client used this much of one processor, its own speed was the limit. */
export const BOTTLENECK_SHARE = 0.95;

/** Parts of a window of known length. */
const BINS = 10;

/** What is left out before a window, as a share of its length, and at most in milliseconds. */
const LEAD = 0.1;
const MOST_LEAD_MS = 1000;

/** How long before its beginning a window of `lengthMs` opens, in milliseconds. */
export function leadOf(lengthMs: number): number {
	return lengthMs === Infinity ? 0 : Math.min(lengthMs * LEAD, MOST_LEAD_MS);
}

/** What is told of a window. */
export type WindowFigures = Pick<
	Window,
	'seconds' | 'replies' | 'bins' | 'leftOut' | 'cpu' | 'cpuShare' | 'replyTimes' | 'rawReplyTimes'
>;

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
 * Its first moments are slower than the rest, whatever came before, so it opens a tenth of its length
 * early, a second at most: that lead is counted apart, and in no figure. In an open loop, reply times are those of the
 * calls whose intended start is in it, whenever they end; all else is of what happens in it.
 *
 * While it is closed it does the same into a tally that nobody reads: code that ran for the first time
 * when the window opens would be compiled there, and measured. That cost the first tenth of a window
 * of 1 s a fifth of its replies.
 */
export class Window {
	beganAt = Number.NaN;
	endedAt = Number.NaN;
	readonly #outside: Tally;
	readonly #lead: Tally;
	readonly #inside: Tally;
	#tally: Tally;
	readonly #isOpenLoop: boolean;
	/** From when the bins are counted. */
	#binsFrom = performance.now();
	readonly #lengthMs: number;
	#leadAt = Number.NaN;
	/** The intended starts that are its own: none yet. */
	#from = Infinity;
	#to = Infinity;
	#cpuBefore: CpuTime = {user: 0, system: 0};
	#cpuAfter: CpuTime = {user: 0, system: 0};

	/** `lengthMs` is what it is to be; Infinity: not known. */
	constructor({isOpenLoop, lengthMs}: {isOpenLoop: boolean; lengthMs: number}) {
		this.#isOpenLoop = isOpenLoop;
		this.#lengthMs = lengthMs;
		this.#outside = new Tally(isOpenLoop);
		this.#lead = new Tally(isOpenLoop);
		this.#inside = new Tally(isOpenLoop);
		// All of them: what is assigned once V8 takes for a constant, and compiles anew all that used it
		// when it changes, which is when the window opens.
		this.#tally = this.#inside;
		this.#tally = this.#lead;
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

	/** How long before its beginning it opens. */
	get leadMs(): number {
		return leadOf(this.#lengthMs);
	}

	/** Opens it for what is left out. */
	open(now: number): void {
		this.#leadAt = now;
		this.#tally = this.#lead;
		// As when it begins: nothing is then done for the first time.
		this.#cpuBefore = cpuTime();
	}

	/** It begins, as was planned for `plannedAt`. */
	begin(now: number, plannedAt: number): void {
		this.isOpen = true;
		this.beganAt = now;
		this.#from = plannedAt;
		this.#to = plannedAt + this.#lengthMs;
		this.#binsFrom = now;
		this.#cpuBefore = cpuTime();
	}

	/** It is over, as planned or before. */
	end(now: number): void {
		this.isOpen = false;
		this.endedAt = now;
		this.#to = Math.min(this.#to, now);
		this.#cpuAfter = cpuTime();
	}

	/** Whether a call that was to start at `intendedAt` is one of an open loop's window. */
	covers(intendedAt: number): boolean {
		return intendedAt >= this.#from && intendedAt < this.#to;
	}

	replied({intendedAt, sentAt}: Connection, now: number): void {
		const tally = this.#tally;
		tally.replies++;
		const {bins} = tally;
		const bin = Math.floor(((now - this.#binsFrom) / this.#lengthMs) * BINS);
		const at = Math.min(bin, BINS);
		bins[at] = (bins[at] as number) + 1;
		if (this.#isOpenLoop) {
			this.#record(this.covers(intendedAt) ? this.#inside : this.#outside, intendedAt, sentAt, now);
		} else {
			tally.replyTimes.record(now - intendedAt);
		}
	}

	/**
	 * A call of an open loop has failed, or is given up: it counts with its age, which is the least
	 * that it took. Without it the worst calls would be those that are missing. NaN: never sent.
	 */
	missed(intendedAt: number, sentAt: number, now: number): void {
		if (this.covers(intendedAt)) {
			this.#record(this.#inside, intendedAt, sentAt, now);
		}
	}

	/** Replies in each tenth of it; none where its length was not known, or it was cut short. */
	get bins(): number[] {
		const isWhole = this.endedAt - this.beganAt >= this.#lengthMs;
		return isWhole ? [...this.#inside.bins.subarray(0, BINS)] : [];
	}

	/** What is in no other figure: seconds, and the replies in them. */
	get leftOut(): {seconds: number; replies: number} {
		const to = Number.isNaN(this.beganAt) ? this.#leadAt : this.beganAt;
		const seconds = Number.isNaN(this.#leadAt) ? 0 : (to - this.#leadAt) / 1000;
		return {seconds, replies: this.#lead.replies};
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

	/** How much of one processor that was. */
	get cpuShare(): number {
		const {cpu, seconds} = this;
		return seconds === 0 ? 0 : (cpu.user + cpu.system) / 1e6 / seconds;
	}

	#record(tally: Tally, intendedAt: number, sentAt: number, now: number): void {
		tally.replyTimes.record(now - intendedAt);
		if (!Number.isNaN(sentAt)) {
			tally.rawReplyTimes?.record(now - sentAt);
		}
	}
}
