// Standard input as these programs use it: lines are requests, its end is the order to stop.
//
// A program blocked in libc runs no Node stream and no timer, so it watches descriptor 0 with its
// own poller and reads it here.
import {fstatSync} from 'node:fs';
import * as libc from './libc.js';
import {EAGAIN, EINTR} from './errno.js';
import {allocate} from './memory.js';

/** The descriptor to watch. */
export const STANDARD_INPUT = 0;

/**
 * Whether standard input says anything about whoever started us: a pipe or a socket does. A
 * terminal, a file or /dev/null does not, and `dphttpd &` in a script must not end at once.
 */
export function isInputWatched(): boolean {
	try {
		const stat = fstatSync(STANDARD_INPUT);
		return stat.isFIFO() || stat.isSocket();
	} catch {
		return false;
	}
}

/** Splits what standard input holds into lines. Call `read` when it is reported as ready. */
export class InputLines {
	readonly #memory = allocate(4096);
	#rest = '';

	/** The complete lines of one read, or undefined where standard input has ended. */
	read(): string[] | undefined {
		const count = libc.read(STANDARD_INPUT, this.#memory.address, this.#memory.bytes.length);
		if (count <= 0) {
			const errno = count === 0 ? 0 : libc.errno();
			return errno === EAGAIN || errno === EINTR ? [] : undefined;
		}

		const lines = (
			this.#rest + Buffer.from(this.#memory.bytes.subarray(0, count)).toString()
		).split('\n');
		this.#rest = lines.pop() ?? '';
		return lines;
	}
}
