// When to say what: progress while opening, closed connections while holding, neither too often.
import type {Voice} from './voice.js';

/** The least time between two `closed` messages, in milliseconds. */
const CLOSED_MS = 1000;

/** Follows the counts of one run and passes on what is news. */
export class Narrator {
	isReady = false;
	readonly #voice: Voice;
	readonly #of: number;
	#saidOpen = 0;
	#saidClosed = 0;
	#saidAt: number;

	/** `now` and the times below are in milliseconds, of any one clock. */
	constructor(voice: Voice, of: number, now: number) {
		this.#voice = voice;
		this.#of = of;
		this.#saidAt = now;
	}

	/** Says how it stands, where that has changed and enough time has passed. */
	follow(open: number, closed: number, now: number): void {
		const {progressMs} = this.#voice;
		if (this.isReady) {
			if (closed !== this.#saidClosed && now - this.#saidAt >= CLOSED_MS) {
				this.sayClosed(open, closed);
				this.#saidAt = now;
			}
		} else if (open !== this.#saidOpen && now - this.#saidAt >= progressMs) {
			const seconds = (now - this.#saidAt) / 1000;
			this.#voice.progress(open, this.#of, Math.round((open - this.#saidOpen) / seconds));
			this.#saidOpen = open;
			this.#saidAt = now;
		}
	}

	/** All are open. The next closed connection is news at once. */
	ready(open: number, closed: number, seconds: number): void {
		this.isReady = true;
		this.#saidClosed = closed;
		this.#saidAt = -Infinity;
		this.#voice.ready(open, this.#of, seconds);
	}

	/** Says how many are closed, unless that was said. */
	sayClosed(open: number, closed: number): void {
		if (this.isReady && closed !== this.#saidClosed) {
			this.#voice.closed(closed, open);
			this.#saidClosed = closed;
		}
	}
}
