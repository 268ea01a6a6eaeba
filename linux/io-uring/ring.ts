// An io_uring instance, driven through its mapped rings (io_uring(7)).
import {EINTR, ETIME} from '../errno.js';
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {INTERRUPTED} from '../poller.js';
import {SystemError} from '../system-error.js';
import * as abi from './abi.js';
import {type MappedRing, mapRing} from './map.js';

const ARG_BYTES = 24;
const BUSY = 16;

/**
 * One submission and one completion queue. Used by one thread, which the kernel enters only by
 * `enter`: so plain stores publish submissions, and loads of the completion tail need no more than
 * Atomics.load.
 */
export class Ring {
	/** Calls of io_uring_enter so far. */
	enters = 0;
	readonly fd: number;
	readonly flags: number;
	readonly #ring: MappedRing;
	readonly #sqes: Int32Array;
	readonly #words: Int32Array;
	#sqTail: number;
	#unsubmitted = 0;
	#cqHead: number;
	/** struct io_uring_getevents_arg, and the timespec that it points to. */
	readonly #arg = allocate(ARG_BYTES + 16);

	/**
	 * Opens a ring of `entries` submissions and `completions` completions.
	 * @throws SystemError, or Error where the kernel is too old.
	 */
	constructor(entries: number, completions: number) {
		this.#ring = mapRing(entries, completions);
		({fd: this.fd, flags: this.flags} = this.#ring);
		this.#words = this.#ring.words;
		this.#sqes = this.#ring.sqes;
		this.#sqTail = this.#words[this.#ring.sqTail] as number;
		this.#cqHead = this.#words[this.#ring.cqHead] as number;
		const timespec = this.#arg.address + ARG_BYTES;
		this.#arg.i32[4] = timespec | 0;
		this.#arg.i32[5] = Math.floor(timespec / 2 ** 32);
	}

	/**
	 * Fills the next submission, submitting first where the queue is full. `low` and `high` come back
	 * with its completions. Returns the index of its first word in `sqes`, for what is seldom set.
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
		if (this.#unsubmitted === this.#ring.sqEntries) {
			this.enter(0, 0);
		}

		const at = (this.#sqTail & this.#ring.sqMask) * abi.SQE_WORDS;
		this.#sqTail = (this.#sqTail + 1) | 0;
		this.#unsubmitted++;
		const sqes = this.#sqes;
		sqes[at] = opcode;
		sqes[at + 1] = fd;
		sqes[at + 2] = 0;
		sqes[at + 3] = 0;
		sqes[at + 4] = address | 0;
		sqes[at + 5] = Math.floor(address / 2 ** 32);
		sqes[at + 6] = length;
		sqes[at + 7] = operationFlags;
		sqes[at + 8] = low;
		sqes[at + 9] = high;
		sqes[at + 10] = 0;
		sqes[at + 11] = 0;
		sqes[at + 12] = 0;
		sqes[at + 13] = 0;
		return at;
	}

	/** Sets the opcode's flags of the submission at `at`: its IOSQE flags, and the operation's ioprio. */
	setFlags(at: number, sqeFlags: number, ioprio: number): void {
		this.#sqes[at] = (this.#sqes[at] as number) | (sqeFlags << 8) | (ioprio << 16);
	}

	/** Names the group that the submission at `at` takes its buffer from. */
	setBufferGroup(at: number, group: number): void {
		this.#sqes[at + 10] = group;
	}

	/** Names the request that the submission at `at` is about, by the user data of that one. */
	setTarget(at: number, low: number, high: number): void {
		this.#sqes[at + 4] = low;
		this.#sqes[at + 5] = high;
	}

	/**
	 * Submits what was prepared and waits for `least` completions, up to `timeoutMs` (-1: no limit).
	 * Returns how many completions there are, or INTERRUPTED where a signal came and there are none.
	 */
	enter(least: number, timeoutMs: number): number {
		const words = this.#words;
		words[this.#ring.sqTail] = this.#sqTail;
		let flags = abi.IORING_ENTER_GETEVENTS;
		let argument = 0;
		let argumentBytes = 0;
		if (least > 0 && timeoutMs >= 0) {
			flags |= abi.IORING_ENTER_EXT_ARG;
			argument = this.#timeoutArgument(timeoutMs);
			argumentBytes = ARG_BYTES;
		}

		this.enters++;
		const submitted = libc.syscall(
			abi.SYS_io_uring_enter,
			this.fd,
			this.#unsubmitted,
			least,
			flags,
			argument,
			argumentBytes,
		);
		if (submitted !== -1) {
			this.#unsubmitted -= submitted;
			return this.ready();
		}

		return this.#failed(libc.errno());
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

	/**
	 * A failed enter has submitted nothing new: with a timeout or a signal, the wait alone failed
	 * (then what was submitted before it is consumed, as the ring's head tells); EBUSY means that the
	 * completion queue overflowed, and must be emptied first.
	 */
	#failed(errno: number): number {
		const consumed = Atomics.load(this.#words, this.#ring.sqHead);
		this.#unsubmitted = (this.#sqTail - consumed) | 0;
		const ready = this.ready();
		if (errno === ETIME || errno === BUSY || (errno === EINTR && ready > 0)) {
			return ready;
		}

		if (errno === EINTR) {
			return INTERRUPTED;
		}

		throw new SystemError('io_uring_enter', errno);
	}

	#timeoutArgument(timeoutMs: number): libc.Address {
		const {i32, address} = this.#arg;
		const seconds = Math.floor(timeoutMs / 1000);
		i32[ARG_BYTES >> 2] = seconds;
		i32[(ARG_BYTES >> 2) + 2] = (timeoutMs - seconds * 1000) * 1_000_000;
		return address;
	}
}
