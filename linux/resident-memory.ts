// How much physical memory a process has.
import {openSync, readFileSync, readSync} from 'node:fs';

/** Of the auxiliary vector: the size of a page (getauxval(3)). */
const AT_PAGESZ = 6n;
const ENTRY_BYTES = 16;

/**
 * Opens statm (proc_pid_statm(5)) once, so that memory can also be told when no
 * descriptor is left. Call it before that.
 */
export class ResidentMemory {
	readonly #fd: number;
	readonly #text = Buffer.alloc(128);
	readonly #pageBytes = pageBytesIn(readFileSync('/proc/self/auxv'));

	/** Of the process `pid`; without one: this one. */
	constructor(pid: number | 'self' = 'self') {
		this.#fd = openSync(`/proc/${pid}/statm`, 'r');
	}

	/** The resident set's size in bytes. */
	read(): number {
		const length = readSync(this.#fd, this.#text, 0, this.#text.length, 0);
		return Number(this.#text.toString('latin1', 0, length).split(' ')[1]) * this.#pageBytes;
	}
}

/** The size of a page, which is 16 or 64 KiB on some arm64 and ppc64 kernels, as an auxiliary vector tells it. */
export function pageBytesIn(vector: Buffer): number {
	for (let at = 0; at + ENTRY_BYTES <= vector.length; at += ENTRY_BYTES) {
		if (vector.readBigUInt64LE(at) === AT_PAGESZ) {
			return Number(vector.readBigUInt64LE(at + ENTRY_BYTES / 2));
		}
	}

	throw new Error('/proc/self/auxv tells no size of a page');
}
