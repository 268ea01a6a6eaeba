// What the disk holds: bytes that are known from their place on it.
import {xoroshiro128plus} from 'pure-rand';
import * as libc from '../../linux/libc.js';
import {type Memory, allocate} from '../../linux/memory.js';

/**
 * After so many bytes it begins again. A prime, so that no two blocks whose places differ by a multiple of
 * a power of two hold the same, unless they are a million blocks apart.
 */
const PERIOD = 1_048_573;

/** The bytes of every place, for blocks of up to `longest` bytes. */
export class Pattern {
	readonly #memory: Memory;

	constructor(seed: number, longest: number) {
		this.#memory = allocate(PERIOD + longest);
		const {bytes} = this.#memory;
		const generator = xoroshiro128plus(seed);
		for (let at = 0; at < PERIOD; at++) {
			bytes[at] = generator.unsafeNext();
		}

		for (let at = PERIOD; at < bytes.length; at += PERIOD) {
			bytes.copyWithin(at, 0, Math.min(PERIOD, bytes.length - at));
		}
	}

	/** Where the bytes of the disk from `offset` on lie. */
	addressOf(offset: number): libc.Address {
		return this.#memory.address + (offset % PERIOD);
	}

	/** Whether the `length` bytes at `address` are those of the disk from `offset` on. */
	isAt(offset: number, address: libc.Address, length: number): boolean {
		return libc.memcmp(this.addressOf(offset), address, length) === 0;
	}
}
