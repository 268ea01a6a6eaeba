// How a completion relay waits: in io_uring_enter, or in epoll for an eventfd that hears of completions.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {openEpoll} from '../../linux/epoll.js';
import {IORING_REGISTER_EVENTFD, SYS_io_uring_register} from '../../linux/io-uring/abi.js';
import type {RingManner} from '../../linux/io-uring/map.js';
import {Ring} from '../../linux/io-uring/ring.js';
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import {INTERRUPTED, READABLE, type Warn, createReadyList} from '../../linux/poller.js';
import {check} from '../../linux/system-error.js';
import {SIZES} from '../uring/sizes.js';

const EFD_CLOEXEC = 0o2000000;
const EFD_NONBLOCK = 0o4000;

/** A ring, and how it is waited for. */
export type RingWait = {
	readonly ring: Ring;
	/** Submits, waits up to `timeoutMs`, and returns as Ring.enter does. */
	wait(timeoutMs: number): number;
	/** Waits so far. */
	readonly waits: number;
	/** The system calls of it, by name; and those of them that failed so that it is told. */
	syscalls(): Record<string, number>;
	errors(): CallErrorCounts;
	[Symbol.dispose](): void;
};

/** Waits where it submits. */
export function waitInRing(manner: RingManner, warn: Warn): RingWait {
	const ring = new Ring(SIZES.submissions, SIZES.completions, warn, manner);
	return {
		ring,
		wait: timeoutMs => ring.enter(ring.ready() > 0 ? 0 : 1, timeoutMs),
		get waits() {
			return ring.enters;
		},
		syscalls: () => ({io_uring_enter: ring.enters}),
		errors: () => ({}),
		[Symbol.dispose]() {
			ring[Symbol.dispose]();
		},
	};
}

/**
 * Waits as a program does whose loop is another's: Envoy has the eventfd in libevent, and each of its turns
 * is epoll_wait, read and, whatever there is to submit, io_uring_enter.
 */
export function waitForEventfd(warn: Warn): RingWait {
	return new EventfdWait(warn);
}

class EventfdWait implements RingWait {
	readonly ring: Ring;
	#reads = 0;
	#interrupted = 0;
	readonly #eventfd = check(libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), 'eventfd');
	readonly #word = allocate(8);
	readonly #poller;
	readonly #ready = createReadyList(1);

	constructor(warn: Warn) {
		this.ring = new Ring(SIZES.submissions, SIZES.completions, warn, 'plain');
		this.#poller = openEpoll('level', warn);
		this.#poller.add(this.#eventfd, this.#eventfd, READABLE);
		this.#word.i32[0] = this.#eventfd;
		check(
			libc.syscall(
				...([SYS_io_uring_register, this.ring.fd, IORING_REGISTER_EVENTFD] as const),
				...([this.#word.address, 1, 0, 0] as const),
			),
			'io_uring_register',
		);
	}

	get waits(): number {
		return this.#poller.counters.waits;
	}

	wait(timeoutMs: number): number {
		this.ring.enter(0, -1);
		let count = this.#poller.wait(this.#ready, timeoutMs);
		// What a sleeping thread of a plain ring is woken for ends its wait with EINTR: libevent waits again.
		while (count === INTERRUPTED && this.ring.ready() > 0) {
			this.#interrupted++;
			count = this.#poller.wait(this.#ready, timeoutMs);
		}

		if (count > 0) {
			this.#reads++;
			libc.read(this.#eventfd, this.#word.address, 8);
		}

		return count === INTERRUPTED ? INTERRUPTED : this.ring.ready();
	}

	syscalls(): Record<string, number> {
		return {...this.#poller.syscalls(), read: this.#reads, io_uring_enter: this.ring.enters};
	}

	errors(): CallErrorCounts {
		return {epoll_wait: {EINTR: this.#interrupted}};
	}

	[Symbol.dispose](): void {
		this.ring[Symbol.dispose]();
		this.#poller[Symbol.dispose]();
		libc.close(this.#eventfd);
	}
}
