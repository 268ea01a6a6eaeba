// The submission queue of a ring, and what does not fit into it while the kernel takes nothing.
import type {Address} from '../libc.js';
import {SQE_WORDS} from './abi.js';
import type {MappedRing} from './map.js';

/**
 * Submissions in the order in which they were added. The kernel may refuse to take any (for want of
 * memory, or until completions are reaped): what finds the queue full then waits beside it.
 */
export class Submissions {
	readonly #ring: MappedRing;
	readonly #sqes: Int32Array;
	#tail: number;
	/** Those that found the queue full: the words of `waiting` submissions. */
	#overflow = new Int32Array(0);
	#waiting = 0;

	constructor(ring: MappedRing) {
		this.#ring = ring;
		this.#sqes = ring.sqes;
		this.#tail = ring.words[ring.sqTail] as number;
	}

	/** How many are in the queue: the kernel has not taken them. */
	get queued(): number {
		return (this.#tail - Atomics.load(this.#ring.words, this.#ring.sqHead)) | 0;
	}

	/** How many wait beside the queue. */
	get waiting(): number {
		return this.#waiting;
	}

	/** Shows the kernel what is in the queue. */
	publish(): void {
		Atomics.store(this.#ring.words, this.#ring.sqTail, this.#tail);
	}

	/** Whether {@link add} would find no room in the queue. */
	isFull(): boolean {
		return this.#waiting > 0 || this.queued === this.#ring.sqEntries;
	}

	/**
	 * Adds a submission; a full queue does not lose it. Returns where it is, for the functions below,
	 * until the next submit.
	 */
	add(
		opcode: number,
		fd: number,
		address: Address,
		length: number,
		operationFlags: number,
		low: number,
		high: number,
		isFull: boolean,
	): number {
		const words = isFull ? this.#growOverflow() : this.#sqes;
		const at = isFull
			? this.#waiting++ * SQE_WORDS
			: (this.#tail++ & this.#ring.sqMask) * SQE_WORDS;
		words[at] = opcode;
		words[at + 1] = fd;
		words[at + 2] = 0;
		words[at + 3] = 0;
		words[at + 4] = address | 0;
		words[at + 5] = Math.floor(address / 2 ** 32);
		words[at + 6] = length;
		words[at + 7] = operationFlags;
		words[at + 8] = low;
		words[at + 9] = high;
		words[at + 10] = 0;
		words[at + 11] = 0;
		words[at + 12] = 0;
		words[at + 13] = 0;
		return isFull ? ~at : at;
	}

	/** The word `offset` of the submission at `at`. */
	get(at: number, offset: number): number {
		return (at < 0 ? this.#overflow[~at + offset] : this.#sqes[at + offset]) as number;
	}

	set(at: number, offset: number, value: number): void {
		if (at < 0) {
			this.#overflow[~at + offset] = value;
		} else {
			this.#sqes[at + offset] = value;
		}
	}

	/** Moves those that wait into the queue, as many as there is room for. */
	refill(): void {
		const count = Math.min(this.#waiting, this.#ring.sqEntries - this.queued);
		for (let index = 0; index < count; index++) {
			const from = index * SQE_WORDS;
			const to = (this.#tail++ & this.#ring.sqMask) * SQE_WORDS;
			this.#sqes.set(this.#overflow.subarray(from, from + SQE_WORDS), to);
		}

		this.#overflow.copyWithin(0, count * SQE_WORDS, this.#waiting * SQE_WORDS);
		this.#waiting -= count;
	}

	#growOverflow(): Int32Array {
		if (this.#waiting * SQE_WORDS === this.#overflow.length) {
			const larger = new Int32Array(Math.max(64 * SQE_WORDS, 2 * this.#overflow.length));
			larger.set(this.#overflow);
			this.#overflow = larger;
		}

		return this.#overflow;
	}
}
