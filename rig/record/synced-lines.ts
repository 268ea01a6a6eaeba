// A file of lines, each on the disk as soon as it is written: a crash cuts short the last one at most.
import {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {describe, Failure} from '../failure.js';

const LINE_FEED = 10;

/** An open file of lines. */
export class SyncedLines {
	readonly #fd: number;

	/** A line that a crash has cut short is cut off: what is appended begins a line. */
	constructor(private readonly path: string) {
		if (existsSync(path)) {
			truncateSync(path, readFileSync(path).lastIndexOf(LINE_FEED) + 1);
		}

		this.#fd = openSync(path, 'a');
	}

	/**
	 * Adds `content` as a line of JSON; it is on the disk when this returns.
	 * @throws Failure where the disk is full, or gone: the lines before it are whole.
	 */
	append(content: unknown): void {
		try {
			// Unlike writeSync, it goes on after a write that was cut short, as on a disk that is filling up.
			writeFileSync(this.#fd, JSON.stringify(content) + '\n');
			fsyncSync(this.#fd);
		} catch (error) {
			throw new Failure(
				`${this.path} could not be written: ${describe(error)}; what it has is kept: make room, then go on with --resume`,
			);
		}
	}

	close(): void {
		closeSync(this.#fd);
	}
}

/** The whole lines of `path`, and whether one after them was cut short. */
export function readLines(path: string): {lines: string[]; isTorn: boolean} {
	const lines = readFileSync(path, 'utf8').split('\n');
	const isTorn = lines.pop() !== '';
	return {lines, isTorn};
}
