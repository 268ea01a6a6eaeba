// IORING_OP_POLL_ADD: readiness through an io_uring, multishot where the kernel has it (5.13).
import * as libc from '../libc.js';
import {
	IORING_CQE_F_MORE,
	IORING_OP_ASYNC_CANCEL,
	IORING_OP_POLL_ADD,
	IORING_POLL_ADD_MULTI,
} from '../io-uring/abi.js';
import {whyNoRing} from '../io-uring/map.js';
import {Ring} from '../io-uring/ring.js';
import {allocate} from '../memory.js';
import {ERROR, INTERRUPTED, type Poller, type Probe, type ReadyList, WRITABLE} from '../poller.js';
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

	return hasMultishot()
		? {ok: true}
		: {ok: true, note: 'one-shot: multishot poll came with Linux 5.13'};
}

/** Opens a ring for polling. */
export function open(): Poller {
	return new UringPoll(hasMultishot());
}

class UringPoll implements Poller {
	/** A multishot poll reports when a descriptor becomes ready, as EPOLLET does. */
	readonly trigger: 'edge' | 'oneshot';
	readonly #ring = new Ring(SUBMISSIONS, COMPLETIONS);
	readonly #addFlags: number;
	/**
	 * Which arming of a descriptor is in the kernel: its number comes back with each completion, so
	 * that one of an arming that was replaced is recognised.
	 */
	readonly #armed: number[] = [];
	readonly #wants: number[] = [];
	#armings = 0;
	#controls = 0;

	constructor(multishot: boolean) {
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
			// A multishot poll may end at any time (io_uring_enter(2)): its user need not know.
			if (this.trigger === 'edge' && result >= 0) {
				this.#arm(fd, token, this.#wants[fd] as number);
			}
		}

		return result >= 0 ? result : ERROR;
	}
}

/** Tries it: an older kernel refuses the flag, or treats the poll as one-shot. */
function hasMultishot(): boolean {
	using ring = new Ring(2, 4);
	const pair = allocate(8);
	check(libc.pipe2(pair.address, 0), 'pipe2');
	const [reader, writer] = pair.i32 as unknown as [number, number];
	ring.prepare(IORING_OP_POLL_ADD, writer, 0, IORING_POLL_ADD_MULTI, WRITABLE, 0, 0);
	ring.enter(1, -1);
	const flags = ring.completions[ring.completionAt(0) + 3] as number;
	libc.close(reader);
	libc.close(writer);
	return (flags & IORING_CQE_F_MORE) !== 0;
}
