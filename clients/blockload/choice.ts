// Which request comes next: first writes that fill the disk, then reads and writes at random.
import {xoroshiro128plus} from 'pure-rand';
import type {Pattern} from './pattern.js';
import type {Requests} from './requests.js';

/** How requests are to be chosen. */
type ChoiceOptions = {
	readonly seed: number;
	/** The share of reads. */
	readonly reads: number;
	/** Bytes of a request, and of the disk. */
	readonly block: number;
	readonly size: number;
	/** After the disk is filled: how many requests at most. */
	readonly requests: number;
};

/** Bytes of a write that fills the disk, but for the last: its number must not grow where blocks are small. */
export const FILL_BYTES = 65_536;

/** The order of all requests: a seed repeats it, whatever the connections. */
export class Choice {
	/** Nothing more is begun. */
	isOver = false;
	/** Nothing is begun for now. */
	isHeld = false;
	/** Until the disk is filled only writes that fill it are begun. */
	isFilling = true;
	/** How many writes fill it. */
	readonly fills: number;
	#filled = 0;
	#left: number;
	readonly #blocks: number;
	readonly #options: ChoiceOptions;
	readonly #pattern: Pattern;
	readonly #generator;

	/** @throws Error where the disk is smaller than a block. */
	constructor(options: ChoiceOptions, pattern: Pattern) {
		const {size, block} = options;
		if (size < block) {
			throw new Error(`the disk has ${size} bytes, less than a block of ${block}`);
		}

		this.fills = Math.ceil(size / FILL_BYTES);
		this.#blocks = Math.floor(size / block);
		this.#options = options;
		this.#left = options.requests;
		this.#pattern = pattern;
		this.#generator = xoroshiro128plus(options.seed);
	}

	/** Begins requests until no slot is free, or none is to be begun. */
	fill(requests: Requests): void {
		const {block, size, reads} = this.#options;
		while (requests.hasRoom && !this.isOver && !this.isHeld) {
			if (this.isFilling) {
				if (this.#filled === this.fills) {
					return;
				}

				const offset = this.#filled++ * FILL_BYTES;
				this.#write(requests, offset, Math.min(FILL_BYTES, size - offset));
			} else if (this.#left-- > 0) {
				const isRead = this.#random() < reads;
				const offset = Math.floor(this.#random() * this.#blocks) * block;
				if (isRead) {
					requests.read(offset, block);
				} else {
					this.#write(requests, offset, block);
				}
			} else {
				this.isOver = true;
			}
		}
	}

	#write(requests: Requests, offset: number, length: number): void {
		requests.write(offset, length, this.#pattern.addressOf(offset));
	}

	/** In [0, 1). */
	#random(): number {
		return (this.#generator.unsafeNext() >>> 0) / 2 ** 32;
	}
}
