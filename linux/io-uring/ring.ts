// An io_uring instance, driven through its mapped rings (io_uring(7)).
import {Backoff, rest} from '../backoff.js';
import {EBADR, EINTR, ETIME} from '../errno.js';
import {isShortage} from '../errno-class.js';
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {INTERRUPTED, type Warn} from '../poller.js';
import {SystemError} from '../system-error.js';
import * as abi from './abi.js';
import {type MappedRing, type RingManner, mapRing} from './map.js';
import {setupNames} from './regime.js';
import {Submissions} from './submissions.js';

const ARG_BYTES = 24;

/** How long a wait of its own may take that lets the kernel complete what is in flight. */
const REAP_MS = 1;

/**
 * One submission and one completion queue. Used by one thread, which enters the kernel only by `enter`:
 * there is nothing to order but what is published, by Atomics.
 *
 * Nothing that was prepared is lost, whatever io_uring_enter returns: what the kernel did not take
 * stays in the queue, or beside it, and is submitted with the next call.
 */
export class Ring {
	/** Calls of io_uring_enter so far. */
	enters = 0;
	/** Calls that found completions waiting outside of the completion queue, which was full. */
	overflows = 0;
	readonly fd: number;
	readonly #ring: MappedRing;
	readonly #submissions: Submissions;
	readonly #words: Int32Array;
	#cqHead: number;
	/** struct io_uring_getevents_arg, and the timespec that it points to. */
	readonly #arg = allocate(ARG_BYTES + 16);
	readonly #warn: Warn | undefined;
	readonly #backoff: Backoff;
	/** A thread of the kernel's takes submissions by itself. */
	readonly #isPolled: boolean;

	/**
	 * Opens a ring of `entries` submissions and `completions` completions. `warn` is told of errors
	 * that last.
	 * @throws SystemError, or Error where the kernel is too old.
	 */
	constructor(entries: number, completions: number, warn?: Warn, manner?: RingManner) {
		this.#ring = mapRing(entries, completions, manner);
		this.#isPolled = typeof manner === 'object';
		this.fd = this.#ring.fd;
		this.#words = this.#ring.words;
		this.#submissions = new Submissions(this.#ring);
		this.#cqHead = this.#words[this.#ring.cqHead] as number;
		this.#warn = warn;
		this.#backoff = new Backoff(warn);
		const timespec = this.#arg.address + ARG_BYTES;
		this.#arg.i32[4] = timespec | 0;
		this.#arg.i32[5] = Math.floor(timespec / 2 ** 32);
	}

	/** The set-up flags that the kernel took, as in DEFER_TASKRUN. */
	get setup(): string[] {
		return setupNames(this.#ring.flags);
	}

	/**
	 * Adds a submission, submitting first where the queue is full. `low` and `high` come back with its
	 * completions. Returns its place, for what is seldom set, until the next submit.
	 */
	prepare(
		opcode: number,
		fd: number,
		address: libc.Address,
		length: number,
		operationFlags: number,
		low: number,
		high: number,
	): number {
		const submissions = this.#submissions;
		let isFull = submissions.isFull();
		if (isFull && submissions.waiting === 0) {
			this.#call(submissions.queued, 0, -1);
			isFull = submissions.isFull();
		}

		return submissions.add(opcode, fd, address, length, operationFlags, low, high, isFull);
	}

	/** Sets the opcode's flags of the submission at `at`: its IOSQE flags, and the operation's ioprio. */
	setFlags(at: number, sqeFlags: number, ioprio: number): void {
		const opcode = this.#submissions.get(at, 0);
		this.#submissions.set(at, 0, opcode | (sqeFlags << 8) | (ioprio << 16));
	}

	/** Sets the offset of the submission at `at`, or what an operation has in its place. */
	setOffset(at: number, offset: number): void {
		this.#submissions.set(at, 2, offset);
	}

	/** Names the group that the submission at `at` takes its buffer from. */
	setBufferGroup(at: number, group: number): void {
		this.#submissions.set(at, 10, group);
	}

	/** Names the request that the submission at `at` is about, by the user data of that one. */
	setTarget(at: number, low: number, high: number): void {
		this.#submissions.set(at, 4, low);
		this.#submissions.set(at, 5, high);
	}

	/**
	 * Submits what was prepared and waits for `least` completions, up to `timeoutMs` (-1: no limit).
	 * Returns how many completions there are, or INTERRUPTED where a signal came and there are none.
	 * Where the kernel is short of memory that may be fewer: make the call again.
	 */
	enter(least: number, timeoutMs: number): number {
		const submissions = this.#submissions;
		while (submissions.waiting > 0) {
			submissions.refill();
			if (submissions.waiting > 0 && this.#call(submissions.queued, 0, -1) <= 0) {
				break;
			}
		}

		// What waits beside the queue may be what is waited for.
		const wanted = submissions.waiting > 0 ? 0 : least;
		if (this.#call(submissions.queued, wanted, timeoutMs) === -1) {
			return this.#failed(libc.errno());
		}

		this.#backoff.worked();
		return this.ready();
	}

	/** How many completions there are. */
	ready(): number {
		return (Atomics.load(this.#words, this.#ring.cqTail) - this.#cqHead) | 0;
	}

	/** The index in `completions` of completion number `index`, counted from the oldest. */
	completionAt(index: number): number {
		return this.#ring.cqes + ((this.#cqHead + index) & this.#ring.cqMask) * abi.CQE_WORDS;
	}

	/** Words of a completion, from `completionAt`: low, high, result, flags. */
	get completions(): Int32Array {
		return this.#words;
	}

	/** Gives the `count` oldest completions back to the kernel. */
	advance(count: number): void {
		this.#cqHead = (this.#cqHead + count) | 0;
		Atomics.store(this.#words, this.#ring.cqHead, this.#cqHead);
	}

	[Symbol.dispose](): void {
		this.#ring[Symbol.dispose]();
	}

	/** io_uring_enter(2): how many submissions the kernel took, or -1 with errno set. */
	#call(submit: number, least: number, timeoutMs: number): number {
		this.#submissions.publish();
		const wakes = this.#isPolled && this.#sleepsPolling();
		if (this.#isPolled && least === 0 && !wakes) {
			return submit;
		}

		const isTimed = least > 0 && timeoutMs >= 0;
		this.enters++;
		const taken = libc.syscall(
			abi.SYS_io_uring_enter,
			this.fd,
			submit,
			least,
			abi.IORING_ENTER_GETEVENTS |
				(isTimed ? abi.IORING_ENTER_EXT_ARG : 0) |
				(wakes ? abi.IORING_ENTER_SQ_WAKEUP : 0),
			isTimed ? this.#timeoutArgument(timeoutMs) : 0,
			isTimed ? ARG_BYTES : 0,
		);
		if (((this.#words[this.#ring.sqFlags] as number) & abi.IORING_SQ_CQ_OVERFLOW) !== 0) {
			this.overflows++;
		}

		return taken;
	}

	/** The thread that takes submissions sleeps (io_uring_setup(2), IORING_SETUP_SQPOLL). */
	#sleepsPolling(): boolean {
		const flags = Atomics.load(this.#words, this.#ring.sqFlags);
		return (flags & abi.IORING_SQ_NEED_WAKEUP) !== 0;
	}

	/**
	 * A call that timed out or was interrupted took nothing: what it was told to submit is still in the
	 * queue, or was taken by a call before. One that was refused (io_uring_enter(2): EAGAIN and
	 * ENOMEM for want of memory, EBUSY until completions are reaped) leaves before it completes what is
	 * in flight, which may be all that can end the shortage: so it is followed by one that submits
	 * nothing.
	 */
	#failed(errno: number): number {
		if (errno === ETIME) {
			return this.ready();
		}

		if (errno === EINTR) {
			return this.ready() || INTERRUPTED;
		}

		if (errno === EBADR) {
			this.#warn?.('io_uring: the kernel had no memory for completions, and has lost some');
			return this.ready();
		}

		if (!isShortage(errno)) {
			throw new SystemError('io_uring_enter', errno);
		}

		if (this.ready() === 0) {
			const ms = this.#backoff.failed('io_uring_enter', errno);
			if (this.#call(0, 1, Math.max(REAP_MS, ms)) === -1 && libc.errno() !== ETIME) {
				rest(ms);
			}
		}

		return this.ready();
	}

	#timeoutArgument(timeoutMs: number): libc.Address {
		const {i32, address} = this.#arg;
		const seconds = Math.floor(timeoutMs / 1000);
		i32[ARG_BYTES >> 2] = seconds;
		i32[(ARG_BYTES >> 2) + 2] = (timeoutMs - seconds * 1000) * 1_000_000;
		return address;
	}
}
