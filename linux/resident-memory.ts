// How much physical memory a process has.
import {openSync, readSync} from 'node:fs';

const PAGE_BYTES = 4096;

/**
 * Opens statm (proc_pid_statm(5)) once, so that memory can also be told when no
 * descriptor is left. Call it before that.
 */
export class ResidentMemory {
	readonly #fd: number;
	readonly #text = Buffer.alloc(128);

	/** Of the process `pid`; without one: this one. */
	constructor(pid: number | 'self' = 'self') {
		this.#fd = openSync(`/proc/${pid}/statm`, 'r');
	}

	/** The resident set's size in bytes. */
	read(): number {
		const length = readSync(this.#fd, this.#text, 0, this.#text.length, 0);
		return Number(this.#text.toString('latin1', 0, length).split(' ')[1]) * PAGE_BYTES;
	}
}
