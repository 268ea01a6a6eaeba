// A message in parts that lie apart in memory: an array of struct iovec (readv(2)), made once.
import type {Address} from './libc.js';
import {allocate} from './memory.js';

/** 32-bit words of a struct iovec on a 64-bit machine: an address, then a length. */
const WORDS = 4;
const BYTES = WORDS * 4;
const HIGH = 2 ** 32;

/** The parts that are still to be sent, in order. Nothing is allocated after its creation. */
export class IoVector {
	readonly #memory;
	readonly #words: Int32Array;
	#first = 0;
	#end = 0;

	/** For up to `capacity` parts at a time; writev(2) takes 1024 at most (IOV_MAX). */
	constructor(readonly capacity: number) {
		this.#memory = allocate(capacity * BYTES);
		this.#words = this.#memory.i32;
	}

	/** How many parts are left. */
	get count(): number {
		return this.#end - this.#first;
	}

	/** Where the array of what is left begins. */
	get address(): Address {
		return this.#memory.address + this.#first * BYTES;
	}

	/** Where the first part that is left begins, and how many bytes of it are left. */
	get partAddress(): Address {
		const at = this.#first * WORDS;
		const words = this.#words;
		return ((words[at] as number) >>> 0) + (words[at + 1] as number) * HIGH;
	}

	get partLength(): number {
		return (this.#words[this.#first * WORDS + 2] as number) >>> 0;
	}

	/** How many bytes are left in all parts. */
	get bytes(): number {
		let sum = 0;
		for (let index = this.#first; index < this.#end; index++) {
			sum += (this.#words[index * WORDS + 2] as number) >>> 0;
		}

		return sum;
	}

	/** Appends `length` bytes (from 1 to 2^32 - 1) at `address`. @throws RangeError where it is full. */
	push(address: Address, length: number): void {
		if (this.#end === this.capacity) {
			this.#moveToFront();
		}

		const at = this.#end++ * WORDS;
		this.#put(at, address, length);
	}

	/** The next `bytes` bytes were sent. */
	advance(bytes: number): void {
		let rest = bytes;
		while (this.#first < this.#end && rest >= this.partLength) {
			rest -= this.partLength;
			this.#first++;
		}

		if (this.#first === this.#end) {
			this.clear();
		} else if (rest > 0) {
			this.#put(this.#first * WORDS, this.partAddress + rest, this.partLength - rest);
		}
	}

	clear(): void {
		this.#first = 0;
		this.#end = 0;
	}

	#put(at: number, address: Address, length: number): void {
		const words = this.#words;
		// An assignment keeps the low 32 bits.
		words[at] = address;
		words[at + 1] = Math.floor(address / HIGH);
		words[at + 2] = length;
		words[at + 3] = 0;
	}

	#moveToFront(): void {
		if (this.#first === 0) {
			throw new RangeError(`a message has more than ${this.capacity} parts`);
		}

		this.#words.copyWithin(0, this.#first * WORDS, this.#end * WORDS);
		this.#end -= this.#first;
		this.#first = 0;
	}
}
