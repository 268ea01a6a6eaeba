// How often a system call failed, by errno.
import {EAGAIN} from './errno.js';
import {describeErrno} from './system-error.js';

/** One more than the largest errno of Linux, EHWPOISON (asm-generic/errno.h). */
const ERRNOS = 134;

/** Failures by the call's name, then by the errno's: `{recvfrom: {EAGAIN: 3}}`. */
export type CallErrorCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The failures of one system call. Counting allocates nothing. */
export class CallErrors {
	readonly #counts = new Uint32Array(ERRNOS);

	count(errno: number): void {
		this.#counts[errno] = (this.#counts[errno] as number) + 1;
	}

	/** By the errno's name; EAGAIN also where there was none: to meet none is a finding. */
	byName(): Record<string, number> {
		const found: Record<string, number> = {};
		for (const [errno, count] of this.#counts.entries()) {
			if (count > 0 || errno === EAGAIN) {
				found[describeErrno(errno)[0]] = count;
			}
		}

		return found;
	}
}
