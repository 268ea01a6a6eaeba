// What a turn does about receives and sends that the kernel had no memory for: they are made again in
// the next turn, and where nothing else is done meanwhile, that comes more and more seldom.
import {Backoff, rest} from '../linux/backoff.js';
import type {Warn} from '../linux/poller.js';

/** The shortages of one backend. */
export class Shortages {
	readonly #backoff: Backoff;
	#met = 0;
	#call = '';
	#errno = 0;
	#callsBefore = 0;

	/** `warn` is told of one that lasts. */
	constructor(warn: Warn) {
		this.#backoff = new Backoff(warn);
	}

	/** `call` failed with `errno`, which may pass. */
	met(call: string, errno: number): void {
		this.#met++;
		this.#call = call;
		this.#errno = errno;
	}

	/** Ends a turn; `calls` is how many calls that can fail so were made so far. */
	endTurn(calls: number): void {
		const made = calls - this.#callsBefore;
		this.#callsBefore = calls;
		if (this.#met === 0 || made > this.#met) {
			this.#backoff.worked();
		} else {
			rest(this.#backoff.failed(this.#call, this.#errno));
		}

		this.#met = 0;
	}
}
