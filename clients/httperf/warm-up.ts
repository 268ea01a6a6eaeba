// When a warm-up is over: when the rate has settled, not before --warmup, and within a bound.
import {Settling} from './settling.js';

/**
 * How long before the window its notice comes, at most; a short warm-up gives half of itself. Whoever
 * reads counters of both sides does it then, because it takes processor time that the window would miss.
 */
const NOTICE_MS = 250;

/** Samples of the rate that --warmup has room for. */
const SAMPLES = 20;

/** The bound, as a multiple of --warmup. */
const MOST = 3;

/** One warm-up. Times are those of performance.now(). */
export class WarmUp {
	/** From its end to the window's beginning. */
	readonly noticeMs: number;
	/** When `isOver` is to be asked next. */
	nextAt: number;
	/** Whether it ended because the rate had settled. */
	isSettled = false;
	readonly #settling = new Settling();
	readonly #intervalMs: number;
	readonly #leastAt: number;
	readonly #mostAt: number;
	#sampledAt: number;
	#replies = 0;

	/** It and its notice take `leastMs` at least; the notice has room for the window's lead. */
	constructor(now: number, {leastMs, leadMs}: {leastMs: number; leadMs: number}) {
		this.noticeMs = Math.max(Math.min(NOTICE_MS, leastMs / 2), leadMs);
		this.#intervalMs = leastMs / SAMPLES;
		this.#leastAt = now + Math.max(leastMs / 2, leastMs - this.noticeMs);
		this.#mostAt = this.#leastAt + leastMs * (MOST - 1);
		this.#sampledAt = now;
		this.nextAt = now + this.#intervalMs;
	}

	/** Whether it is over: `replies` is the number since the beginning. */
	isOver(now: number, replies: number): boolean {
		this.#settling.add((replies - this.#replies) / (now - this.#sampledAt));
		this.#replies = replies;
		this.#sampledAt = now;
		this.nextAt = now + this.#intervalMs;
		this.isSettled = this.#settling.isSettled;
		return now >= this.#mostAt || (now >= this.#leastAt && this.isSettled);
	}
}
