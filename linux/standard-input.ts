// Standard input as these programs use it: lines are requests, its end is the order to stop.
//
// A program blocked in libc runs no Node stream and no timer, so it watches descriptor 0 with its
// own poller and reads it here.
import {fstatSync} from 'node:fs';
import * as libc from './libc.js';
import {EAGAIN} from './errno.js';
import {mayPass} from './errno-class.js';
import {allocate} from './memory.js';

/** How often a read is made at most: one that is short of memory may do the next time. */
const TRIES = 3;

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

/** Whatever watches a descriptor with its own poller. */
type Watcher = {watch(fd: number, ready: () => void): () => void};

/** Serves standard input, where that says anything, from within `watcher`'s turns. */
export function watchInput(
	watcher: Watcher,
	{report, ended}: {report: () => void; ended: () => void},
): void {
	if (!isInputWatched()) {
		return;
	}

	const input = new InputLines();
	const unwatch = watcher.watch(STANDARD_INPUT, () => {
		const lines = input.read();
		if (!lines) {
			unwatch();
			ended();
			return;
		}

		for (const line of lines) {
			if (line === 'report') {
				report();
			}
		}
	});
}

/** Splits what standard input holds into lines. Call `read` when it is reported as ready. */
export class InputLines {
	readonly #memory = allocate(4096);
	#rest = '';

	/** The complete lines of one read, or undefined where standard input has ended. */
	read(): string[] | undefined {
		const count = this.#readSome();
		if (count <= 0) {
			return count === -1 && libc.errno() === EAGAIN ? [] : undefined;
		}

		const lines = (
			this.#rest + Buffer.from(this.#memory.bytes.subarray(0, count)).toString()
		).split('\n');
		this.#rest = lines.pop() ?? '';
		return lines;
	}

	/** As read(2), again where that may do: an edge-triggered watch would not report it again. */
	#readSome(): number {
		const {address, bytes} = this.#memory;
		let count = -1;
		for (let tries = 0; tries < TRIES; tries++) {
			count = libc.read(STANDARD_INPUT, address, bytes.length);
			if (count !== -1 || libc.errno() === EAGAIN || !mayPass(libc.errno())) {
				break;
			}
		}

		return count;
	}
}
