// The measuring window: what happens between the warm-up and the end.
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {ReplyTimes} from './reply-times.js';
import type {Connection} from './connection.js';

/** Where the client used this much of one processor, its own speed was the limit. */
export const BOTTLENECK_SHARE = 0.95;

/** Parts of a window of known length. */
const BINS = 10;

/** Counts and times replies while it is open. Times are those of performance.now(). */
export class Window {
	isOpen = false;
	replies = 0;
	beganAt = Number.NaN;
	endedAt = Number.NaN;
	/** From when a call was to be sent; in a closed loop, from when it was. */
	readonly replyTimes = new ReplyTimes();
	/** From when it was sent: an open loop's only. */
	readonly rawReplyTimes: ReplyTimes | undefined;
	readonly #bins = new Float64Array(BINS);
	readonly #lengthMs: number;
	#cpuBefore: CpuTime = {user: 0, system: 0};
	#cpuAfter: CpuTime = {user: 0, system: 0};

	/** `lengthMs` is what it is to be; Infinity: not known. */
	constructor({isOpenLoop, lengthMs}: {isOpenLoop: boolean; lengthMs: number}) {
		this.#lengthMs = lengthMs;
		this.rawReplyTimes = isOpenLoop ? new ReplyTimes() : undefined;
	}

	begin(now: number): void {
		this.isOpen = true;
		this.beganAt = now;
		this.#cpuBefore = cpuTime();
	}

	end(now: number): void {
		this.isOpen = false;
		this.endedAt = now;
		this.#cpuAfter = cpuTime();
	}

	replied(connection: Connection, now: number): void {
		if (!this.isOpen) {
			return;
		}

		this.replies++;
		this.#count(now);
		this.replyTimes.record(now - connection.intendedAt);
		this.rawReplyTimes?.record(now - connection.sentAt);
	}

	/** Replies in each tenth of it; none where its length was not known, or it was cut short. */
	get bins(): number[] {
		const isWhole = this.endedAt - this.beganAt >= this.#lengthMs;
		return isWhole ? [...this.#bins] : [];
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

	#count(now: number): void {
		const bin = Math.floor(((now - this.beganAt) / this.#lengthMs) * BINS);
		if (bin < BINS) {
			this.#bins[bin] = (this.#bins[bin] as number) + 1;
		}
	}
}
