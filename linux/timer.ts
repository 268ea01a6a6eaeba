// A one-shot timer as a descriptor (timerfd_create(2)): finer than a poller's whole milliseconds.
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {check} from './system-error.js';

const CLOCK_MONOTONIC = 1;
const TFD_NONBLOCK = 0o4000;
const TFD_CLOEXEC = 0o2000000;
/** Words of a struct itimerspec: the interval's seconds and nanoseconds, then those of the delay. */
const SPEC_LENGTH = 32;
const SECONDS_WORD = 4;
const NANOSECONDS_WORD = 6;
const MAX_SECONDS = 2 ** 31 - 1;

/**
 * Watch `fd` with an edge-triggered poller: it is reported once each time that the timer runs out,
 * and need not be read.
 */
export class Timer {
	readonly fd = check(
		libc.timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC),
		'timerfd_create',
	);
	readonly #spec = allocate(SPEC_LENGTH);

	/** Runs out in `delayMs`, at once where that is not positive, never where it is Infinity. */
	set(delayMs: number): void {
		const {i32} = this.#spec;
		const seconds = Math.min(Math.floor(Math.max(delayMs, 0) / 1000), MAX_SECONDS);
		const nanoseconds = Math.floor((delayMs - seconds * 1000) * 1e6);
		// All zeros would disarm it.
		i32[SECONDS_WORD] = delayMs === Infinity ? 0 : seconds;
		i32[NANOSECONDS_WORD] =
			delayMs === Infinity ? 0 : Math.min(Math.max(nanoseconds, 1), 999_999_999);
		check(libc.timerfdSettime(this.fd, 0, this.#spec.address, 0), 'timerfd_settime');
	}

	[Symbol.dispose](): void {
		libc.close(this.fd);
	}
}
