// What to do about a call that fails for a while: try again, more and more seldom, and say so once.
import {EINTR} from './errno.js';
import {isShortage} from './errno-class.js';
import * as libc from './libc.js';
import {INTERRUPTED, type Warn} from './poller.js';
import {SystemError, describeErrno} from './system-error.js';

const MAX_REST_MS = 100;

/** Failures in a row that are worth a word: the rests between them are an eighth of a second. */
const LASTING = 8;

/** Counts the failures in a row of calls that will do again. */
export class Backoff {
	readonly #warn: Warn;
	#row = 0;

	constructor(warn: Warn = warnOnStandardError) {
		this.#warn = warn;
	}

	/** A call did: the next failure is the first of its row. */
	worked(): void {
		this.#row = 0;
	}

	/**
	 * `call` failed with `errno`. Returns for how many milliseconds to rest before it is made again:
	 * none the first time, then 1, 2, 4, …, 100. Warns once where it lasts.
	 */
	failed(call: string, errno: number): number {
		if (++this.#row === LASTING) {
			const [code, text] = describeErrno(errno);
			this.#warn(`${call}: ${text} (${code}), ${LASTING} times in a row; it is tried on and on`);
		}

		return this.#row === 1 ? 0 : Math.min(MAX_REST_MS, 2 ** (this.#row - 2));
	}

	/**
	 * What Poller.wait returns where its call failed: INTERRUPTED after a signal, 0 after a rest.
	 * @throws SystemError where the errno is none that passes.
	 */
	afterWait(call: string, errno: number): number {
		if (errno === EINTR) {
			return INTERRUPTED;
		}

		if (!isShortage(errno)) {
			throw new SystemError(call, errno);
		}

		rest(this.failed(call, errno));
		return 0;
	}
}

/** Waits `ms` milliseconds, in the kernel. */
export function rest(ms: number): void {
	if (ms > 0) {
		libc.usleep(ms * 1000);
	}
}

function warnOnStandardError(message: string): void {
	process.stderr.write(`${message}\n`);
}
