// IORING_OP_POLL_ADD: readiness through an io_uring, multishot where the kernel has it (5.13).
import {Backoff, rest} from '../backoff.js';
import {ECANCELED} from '../errno.js';
import {mayPass} from '../errno-class.js';
import * as libc from '../libc.js';
import {
	IORING_CQE_F_MORE,
	IORING_OP_ASYNC_CANCEL,
	IORING_OP_POLL_ADD,
	IORING_POLL_ADD_MULTI,
} from '../io-uring/abi.js';
import {whyNoRing} from '../io-uring/map.js';
import type {RingRegime} from '../io-uring/regime.js';
import {Ring} from '../io-uring/ring.js';
import {allocate} from '../memory.js';
import {
	ERROR,
	INTERRUPTED,
	type Poller,
	type Probe,
	type ReadyList,
	WRITABLE,
	type Warn,
} from '../poller.js';
import {check} from '../system-error.js';
import {descriptorOf} from '../token.js';

const SUBMISSIONS = 2048;
const COMPLETIONS = 8192;
/** The low half of the user data of removals, whose own completions mean nothing: no token. */
const REMOVAL = -1;
/** Marks a descriptor without an armed watch. */
const UNARMED = 0;

export function probe(): Probe {
	const reason = whyNoRing();
	if (reason !== undefined) {
		return {ok: false, reason};
	}

	try {
		return hasMultishot()
			? {ok: true}
			: {ok: true, note: 'one-shot: multishot poll came with Linux 5.13'};
	} catch (error) {
		return {ok: false, reason: (error as Error).message};
	}
}

/** Opens a ring for polling. */
export function open(_capacity: number, warn?: Warn): Poller {
	return new UringPoll(hasMultishot(), warn);
}

class UringPoll implements Poller {
	/** A multishot poll reports when a descriptor becomes ready, as EPOLLET does. */
	readonly trigger: 'edge' | 'oneshot';
	readonly #ring: Ring;
	readonly #backoff: Backoff;
	readonly #addFlags: number;
	/**
	 * Which arming of a descriptor is in the kernel: its number comes back with each completion, so
	 * that one of an arming that was replaced is recognised.
	 */
	readonly #armed: number[] = [];
	readonly #wants: number[] = [];
	#armings = 0;
	#controls = 0;
	#rearms = 0;
	/** How long to rest before the next wait: a poll was refused for want of memory. */
	#restMs = 0;

	constructor(multishot: boolean, warn?: Warn) {
		this.#ring = new Ring(SUBMISSIONS, COMPLETIONS, warn);
		this.#backoff = new Backoff(warn);
		this.trigger = multishot ? 'edge' : 'oneshot';
		this.#addFlags = multishot ? IORING_POLL_ADD_MULTI : 0;
	}

	/** Controls are submissions here: they ride on the next wait's system call. */
	get counters(): {waits: number; controls: number} {
		return {waits: this.#ring.enters, controls: this.#controls};
	}

	add(fd: number, token: number, want: number): void {
		this.#arm(fd, token, want);
	}

	modify(fd: number, token: number, _was: number, want: number): void {
		this.remove(fd, token);
		if (want !== 0) {
			this.#arm(fd, token, want);
		}
	}

	/**
	 * Not by IORING_OP_POLL_REMOVE: that refuses where the poll has just been woken (EALREADY, io_poll_disarm()
	 * in io_uring/poll.c), and a multishot poll then goes on for ever, and holds the socket of a descriptor
	 * that is closed. A cancellation marks the poll, and it ends as soon as it looks.
	 */
	remove(fd: number, token: number): void {
		const arming = this.#armed[fd] ?? UNARMED;
		if (arming !== UNARMED) {
			this.#armed[fd] = UNARMED;
			this.#controls++;
			const at = this.#ring.prepare(IORING_OP_ASYNC_CANCEL, -1, 0, 0, 0, REMOVAL, 0);
			this.#ring.setTarget(at, token, arming);
		}
	}

	wait(ready: ReadyList, timeoutMs: number): number {
		rest(this.#restMs);
		this.#restMs = 0;
		const found = this.#ring.enter(this.#ring.ready() > 0 ? 0 : 1, timeoutMs);
		if (found === INTERRUPTED) {
			return INTERRUPTED;
		}

		const {completions} = this.#ring;
		const take = Math.min(found, ready.tokens.length);
		let count = 0;
		for (let index = 0; index < take; index++) {
			const at = this.#ring.completionAt(index);
			const events = this.#eventsOf(at);
			if (events !== 0) {
				ready.tokens[count] = completions[at] as number;
				ready.events[count++] = events;
			}
		}

		this.#ring.advance(take);
		return count;
	}

	syscalls(): Record<string, number> {
		return {io_uring_enter: this.#ring.enters};
	}

	regime(): RingRegime {
		const {setup, overflows} = this.#ring;
		return {setup, overflows, rearms: this.#rearms};
	}

	[Symbol.dispose](): void {
		this.#ring[Symbol.dispose]();
	}

	#arm(fd: number, token: number, want: number): void {
		this.#armings = (this.#armings + 1) & 0x7fff_ffff || 1;
		this.#armed[fd] = this.#armings;
		this.#wants[fd] = want;
		this.#controls++;
		this.#ring.prepare(IORING_OP_POLL_ADD, fd, 0, this.#addFlags, want, token, this.#armings);
	}

	/** What the completion at `at` reports; 0 where it is of no armed watch. */
	#eventsOf(at: number): number {
		const {completions} = this.#ring;
		const token = completions[at] as number;
		const fd = descriptorOf(token);
		if (token === REMOVAL || this.#armed[fd] !== completions[at + 1]) {
			return 0;
		}

		const result = completions[at + 2] as number;
		if (((completions[at + 3] as number) & IORING_CQE_F_MORE) === 0) {
			this.#armed[fd] = UNARMED;
			return this.#ended(fd, token, result);
		}

		this.#backoff.worked();
		return result;
	}

	/** What a poll reports that has ended: it is armed again where its user need not know. */
	#ended(fd: number, token: number, result: number): number {
		const isRefused = result < 0 && (mayPass(-result) || result === -ECANCELED);
		if (isRefused) {
			const ms = this.#backoff.failed('poll by io_uring', -result);
			this.#restMs = Math.max(this.#restMs, ms);
		}

		// A multishot poll may end at any time (io_uring_enter(2)).
		if (isRefused || (this.trigger === 'edge' && result >= 0)) {
			this.#rearms++;
			this.#arm(fd, token, this.#wants[fd] as number);
		}

		if (result >= 0) {
			return result;
		}

		return isRefused ? 0 : ERROR;
	}
}

/** Tries it: an older kernel refuses the flag, or treats the poll as one-shot. */
function hasMultishot(): boolean {
	using ring = new Ring(2, 4);
	const pair = allocate(8);
	check(libc.pipe2(pair.address, 0), 'pipe2');
	const [reader, writer] = pair.i32 as unknown as [number, number];
	ring.prepare(IORING_OP_POLL_ADD, writer, 0, IORING_POLL_ADD_MULTI, WRITABLE, 0, 0);
	while (ring.ready() === 0) {
		ring.enter(1, -1);
	}

	const flags = ring.completions[ring.completionAt(0) + 3] as number;
	libc.close(reader);
	libc.close(writer);
	return (flags & IORING_CQE_F_MORE) !== 0;
}
