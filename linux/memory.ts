// Memory that system calls can be given: a buffer, its address, and views of it.
import {type Address, addressOf} from './libc.js';

/** A block of zeroed memory. It lives as long as the object is reachable: keep it while in use. */
export type Memory = {
	readonly address: Address;
	readonly bytes: Uint8Array;
	/** The same bytes as 32-bit words, in host order; a length that is no multiple of 4 is cut. */
	readonly i32: Int32Array;
};

/**
 * Allocates `length` bytes, `alignment` (a power of two) bytes aligned. Large blocks cost no
 * physical memory until they are touched.
 */
export function allocate(length: number, alignment = 16): Memory {
	const buffer = new ArrayBuffer(length + alignment);
	const start = addressOf(buffer);
	const offset = (alignment - (start % alignment)) % alignment;
	return {
		address: start + offset,
		bytes: new Uint8Array(buffer, offset, length),
		i32: new Int32Array(buffer, offset, length >> 2),
	};
}

/** Memory that holds `text` in Latin-1. */
export function allocateText(text: string): Memory {
	const memory = allocate(text.length);
	memory.bytes.set(Buffer.from(text, 'latin1'));
	return memory;
}
