// A fault to be found: a server that is slower than itself by a known share.
import {ProcessClock} from '../../linux/process-clock.js';

/** Replies that are paid for together: to begin a loop costs a little, too. */
const REPLIES = 2;

/**
 * How the busy loop is timed: in calls as long as those for replies of some microseconds, so that what a
 * call itself costs is in it; the first half of them is for V8 to compile.
 */
const CALLS = 20_000;
const CALL_STEPS = 200;

/** From here on, reading the clock twice is a few per cent of a loop. */
const TIMED_SECONDS = 2e-6;

/** A loop that took so many times as long was interrupted: others had the processor meanwhile. */
const PREEMPTED = 4;

/** Turns between readings of the clock: each costs as much as a part of a reply. */
const TURNS = 8;

/**
 * Wastes processor time in a busy loop, reply by reply, in proportion to what the process has used
 * without it. Not once a turn, because a pause between two turns lets requests pile up, and what a
 * request then costs is not what it costs the server that this is compared with. What is wasted comes
 * out within a tenth of the share: the loop is timed at the start, and clock rates change.
 */
export class Slowdown {
	readonly #share: number;
	readonly #clock = new ProcessClock(0);
	#secondsOfStep = 0;
	/** What was used, and wasted, by the end of the last turn; what comes before the first reply owes nothing. */
	#used = Number.NaN;
	#wasted = 0;
	/** What was wasted too little so far. */
	#debt = 0;
	/** Seconds in the loop since the last settlement. */
	#spun = 0;
	/** Steps for a reply. */
	#stepsEach = 0;
	#replies = 0;
	/** Replies since the loop last ran. */
	#owed = 0;
	#turns = 0;
	/** What the loop works on: V8 drops a loop that works on nothing. */
	#state = 1;

	/** `share`, as in 0.05, of what is used for other things. */
	constructor(share: number) {
		this.#share = share;
		this.#timeCalls();
		this.#secondsOfStep = this.#timeCalls() / (CALLS * REPLIES * CALL_STEPS);
		this.#stepsEach = 0;
		this.#spun = 0;
		this.#replies = 0;
	}

	/** To be called before `replies` replies are sent. */
	before(replies: number): void {
		this.#replies += replies;
		this.#owed += replies;
		if (this.#owed >= REPLIES) {
			this.#spin(Math.round(this.#stepsEach * this.#owed));
			this.#owed = 0;
		}
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
		const wasted = this.#wasted + this.#spun;
		this.#spun = 0;
		const due = this.#share * (used - this.#used - (wasted - this.#wasted));
		if (due > 0) {
			this.#debt += due - (wasted - this.#wasted);
			const paid = Math.min(Math.max(0, due + this.#debt), 2 * due);
			this.#stepsEach = paid / this.#secondsOfStep / this.#replies;
		}

		this.#used = used;
		this.#wasted = wasted;
	}

	/**
	 * A long loop is timed each time: V8 may run it at half the speed at which it was timed at first, and
	 * what it takes uncounted would be taken for work of the server's, to be slowed in turn, without end.
	 */
	#spin(steps: number): void {
		const expected = steps * this.#secondsOfStep;
		if (expected < TIMED_SECONDS) {
			this.#state = spin(this.#state, steps);
			this.#spun += expected;
		} else {
			const from = performance.now();
			this.#state = spin(this.#state, steps);
			const took = (performance.now() - from) / 1000;
			this.#spun += took < PREEMPTED * expected ? took : expected;
		}
	}

	#timeCalls(): number {
		this.#stepsEach = CALL_STEPS;
		const from = this.#clock.read();
		for (let call = 0; call < CALLS; call++) {
			this.before(REPLIES);
		}

		return this.#clock.read() - from;
	}
}

/** Each step needs the result of the one before (Numerical Recipes, 7.1: a generator). */
function spin(from: number, steps: number): number {
	let state = from;
	for (let step = 0; step < steps; step++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
	}

	return state;
}
