// A message in parts that lie apart in memory: an array of struct iovec (readv(2)).
import type {Address} from './libc.js';
import {type Memory, allocate} from './memory.js';

/** 32-bit words of a struct iovec on a 64-bit machine: an address, then a length. */
const WORDS = 4;
const BYTES = WORDS * 4;
const HIGH = 2 ** 32;

/** The parts that are still to be sent, in order. */
export class IoVector {
	#capacity: number;
	#memory: Memory;
	#words: Int32Array;
	#first = 0;
	#end = 0;

	/** For up to `capacity` parts at a time: it allocates again only where there are more. */
	constructor(capacity: number) {
		this.#capacity = capacity;
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
		return this.bytesOf(this.count);
	}

	/** How many bytes are left in the next `count` parts. */
	bytesOf(count: number): number {
		let sum = 0;
		for (let index = this.#first; index < this.#first + count; index++) {
			sum += (this.#words[index * WORDS + 2] as number) >>> 0;
		}

		return sum;
	}

	/** Appends `length` bytes (from 1 to 2^32 - 1) at `address`. */
	push(address: Address, length: number): void {
		if (this.#end === this.#capacity) {
			this.#makeRoom();
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

	/** Moves the parts to the front; into twice the memory where that gives no room. */
	#makeRoom(): void {
		const words = this.#words.subarray(this.#first * WORDS, this.#end * WORDS);
		if (this.#first === 0) {
			this.#capacity *= 2;
			this.#memory = allocate(this.#capacity * BYTES);
			this.#words = this.#memory.i32;
		}

		this.#words.set(words);
		this.#end -= this.#first;
		this.#first = 0;
	}
}
