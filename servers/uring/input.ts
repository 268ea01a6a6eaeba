// Standard input of a completion backend: a poll that is submitted anew after each report.
import type {Ring} from '../../linux/io-uring/ring.js';
import {armInput, cancelAll} from './operations.js';

/** One descriptor that is watched for input. */
export class UringInput {
	readonly #ring: Ring;
	readonly #fd: number;
	readonly #token: number;
	readonly #ready: () => void;
	#isWatched = true;

	/** Calls `ready` whenever `input` can be read. */
	constructor(ring: Ring, input: {fd: number; token: number}, ready: () => void) {
		this.#ring = ring;
		this.#fd = input.fd;
		this.#token = input.token;
		this.#ready = ready;
		armInput(ring, this.#fd, this.#token);
	}

	/** Takes a completion: with an error, it says nothing of the input. */
	completed(token: number, result: number): void {
		if (token === this.#token && this.#isWatched) {
			if (result >= 0) {
				this.#ready();
			}

			this.#rearm();
		}
	}

	unwatch(): void {
		this.#isWatched = false;
		cancelAll(this.#ring, this.#fd, this.#token);
	}

	/** Unless `ready` has ended the watch. */
	#rearm(): void {
		if (this.#isWatched) {
			armInput(this.#ring, this.#fd, this.#token);
		}
	}
}
