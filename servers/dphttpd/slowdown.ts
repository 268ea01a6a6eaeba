// A fault to be found: a server that is slower than itself by a known share.
import {ProcessClock} from '../../linux/process-clock.js';

/** Steps of the busy loop before it is timed, so that V8 has compiled it; and those that are timed. */
const UNTIMED_STEPS = 1_000_000;
const TIMED_STEPS = 2_000_000;

/** Turns between readings of the clock: each costs as much as a part of a reply. */
const TURNS = 8;

/**
 * Wastes processor time in a busy loop for each reply, in proportion to what the process has used
 * without it. For each reply and not once a turn, because a pause between two turns lets requests
 * pile up, and what a request then costs is not what it costs the server that this is compared with.
 */
export class Slowdown {
	readonly #share: number;
	readonly #clock = new ProcessClock(0);
	readonly #secondsOfStep: number;
	/** What was used, and wasted, by the end of the last turn; what comes before the first reply owes nothing. */
	#used = Number.NaN;
	#wasted = 0;
	/** What was wasted too little so far. */
	#debt = 0;
	/** Steps so far, and for a reply. */
	#steps = 0;
	#stepsEach = 0;
	#replies = 0;
	#turns = 0;
	/** What the loop works on: V8 drops a loop that works on nothing. */
	#state = 1;

	/** `share`, as in 0.05, of what is used for other things. */
	constructor(share: number) {
		this.#share = share;
		this.#spin(UNTIMED_STEPS);
		const from = this.#clock.read();
		this.#spin(TIMED_STEPS);
		this.#secondsOfStep = (this.#clock.read() - from) / TIMED_STEPS;
	}

	/** To be called before `replies` replies are sent. */
	before(replies: number): void {
		const steps = Math.round(this.#stepsEach * replies);
		this.#spin(steps);
		this.#steps += steps;
		this.#replies += replies;
	}

	/** To be called after each turn; returns what that returned. */
	after(count: number): number {
		if (this.#replies > 0 && ++this.#turns === TURNS) {
			this.#settle();
			this.#turns = 0;
			this.#replies = 0;
		}

		return count;
	}

	/** A debt is paid in the turns that follow, reply by reply: at most twice what these owe, never in a lump. */
	#settle(): void {
		const used = this.#clock.read();
		const wasted = this.#steps * this.#secondsOfStep;
		const due = this.#share * (used - this.#used - (wasted - this.#wasted));
		if (due > 0) {
			this.#debt += due - (wasted - this.#wasted);
			const paid = Math.min(Math.max(0, due + this.#debt), 2 * due);
			this.#stepsEach = paid / this.#secondsOfStep / this.#replies;
		}

		this.#used = used;
		this.#wasted = wasted;
	}

	/** Each step needs the result of the one before (Numerical Recipes, 7.1: a generator). */
	#spin(steps: number): void {
		let state = this.#state;
		for (let step = 0; step < steps; step++) {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		}

		this.#state = state;
	}
}
