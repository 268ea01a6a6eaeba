// IOCB_CMD_POLL (io_submit(2), Linux 4.19): poll requests through the kernel's asynchronous I/O.
import {readFileSync} from 'node:fs';
import {AioContext, whyNoAioPoll} from '../aio.js';
import {
	INTERRUPTED,
	LimitError,
	type Poller,
	type Probe,
	type ReadyList,
	type Warn,
} from '../poller.js';

export function probe(): Probe {
	const reason = whyNoAioPoll();
	if (reason !== undefined) {
		return {ok: false, reason};
	}

	const free = freeRequests();
	return {
		ok: true,
		limit: {
			name: 'fs.aio-max-nr less fs.aio-nr',
			descriptors: free,
			reason: `fs.aio-max-nr less fs.aio-nr leaves ${free} requests; raise fs.aio-max-nr for more`,
		},
	};
}

/**
 * Opens a context for up to `capacity` descriptors.
 * @throws LimitError where fs.aio-max-nr does not allow that many requests.
 */
export function open(capacity: number, warn?: Warn): Poller {
	return new AioPoll(capacity, warn);
}

/** States of a slot: no watch is armed; it is submitted with the next wait; the kernel has it. */
const IDLE = 0;
const QUEUED = 1;
const ARMED = 2;

/** One-shot requests, armed in batches: one io_submit before a wait, whatever their number. */
class AioPoll implements Poller {
	readonly trigger = 'oneshot';
	readonly counters = {waits: 0, controls: 0};
	readonly #context: AioContext;
	readonly #capacity: number;
	/** Each descriptor has a slot, and each slot an iocb. */
	readonly #slots: Array<number | undefined> = [];
	readonly #freeSlots: number[] = [];
	#usedSlots = 0;
	readonly #states: Uint8Array;
	/** Counts a slot's armings, so that the event of an arming that was replaced is recognised. */
	readonly #sequences: Int32Array;
	readonly #tokens: Int32Array;
	readonly #queue: Int32Array;
	#queued = 0;
	#cancels = 0;

	constructor(capacity: number, warn?: Warn) {
		this.#context = new AioContext(capacity, warn);
		this.#capacity = capacity;
		this.#states = new Uint8Array(capacity);
		this.#sequences = new Int32Array(capacity);
		this.#tokens = new Int32Array(capacity);
		this.#queue = new Int32Array(capacity);
	}

	add(fd: number, token: number, want: number): void {
		const slot = this.#freeSlots.pop() ?? this.#usedSlots++;
		if (slot >= this.#capacity) {
			throw new LimitError(`aio-poll was opened for ${this.#capacity} descriptors, all are in use`);
		}

		this.#slots[fd] = slot;
		this.#tokens[slot] = token;
		this.#arm(slot, fd, want);
	}

	modify(fd: number, _token: number, _was: number, want: number): void {
		const slot = this.#slotOf(fd);
		this.#disarm(slot);
		if (want !== 0) {
			this.#arm(slot, fd, want);
		}
	}

	remove(fd: number): void {
		const slot = this.#slotOf(fd);
		this.#disarm(slot);
		this.#slots[fd] = undefined;
		this.#freeSlots.push(slot);
	}

	wait(ready: ReadyList, timeoutMs: number): number {
		this.#submit();
		this.counters.waits++;
		// What could not be submitted must not wait for what was: it goes with the next call.
		const count = this.#context.wait(ready.tokens.length, this.#queued > 0 ? 0 : timeoutMs);
		return count === INTERRUPTED ? INTERRUPTED : this.#collect(ready, count);
	}

	syscalls(): Record<string, number> {
		const {waits, controls} = this.counters;
		return {
			io_getevents: waits,
			io_submit: controls - this.#cancels,
			io_cancel: this.#cancels,
		};
	}

	[Symbol.dispose](): void {
		this.#context[Symbol.dispose]();
	}

	/** An event of a watch that was disarmed since (or an answer to that) is none. */
	#collect(ready: ReadyList, count: number): number {
		let index = 0;
		for (let event = 0; event < count; event++) {
			const slot = this.#context.slotOf(event);
			const isCurrent = this.#context.sequenceOf(event) === this.#sequences[slot];
			if (isCurrent && this.#states[slot] === ARMED) {
				this.#states[slot] = IDLE;
				ready.tokens[index] = this.#tokens[slot] as number;
				ready.events[index++] = this.#context.maskOf(event);
			}
		}

		return index;
	}

	#arm(slot: number, fd: number, want: number): void {
		const sequence = ((this.#sequences[slot] as number) + 1) | 0;
		this.#sequences[slot] = sequence;
		this.#states[slot] = QUEUED;
		this.#queue[this.#queued++] = slot;
		this.#context.prepare(slot, sequence, fd, want);
	}

	#disarm(slot: number): void {
		if (this.#states[slot] === ARMED) {
			this.counters.controls++;
			this.#cancels++;
			this.#context.cancel(slot);
		} else if (this.#states[slot] === QUEUED) {
			const at = this.#queue.subarray(0, this.#queued).indexOf(slot);
			this.#queue[at] = this.#queue[--this.#queued] as number;
		}

		this.#states[slot] = IDLE;
	}

	#submit(): void {
		if (this.#queued === 0) {
			return;
		}

		this.counters.controls++;
		const taken = this.#context.submit(this.#queue, this.#queued);
		for (let index = 0; index < taken; index++) {
			this.#states[this.#queue[index] as number] = ARMED;
		}

		this.#queue.copyWithin(0, taken, this.#queued);
		this.#queued -= taken;
	}

	#slotOf(fd: number): number {
		const slot = this.#slots[fd];
		if (slot === undefined) {
			throw new RangeError(`descriptor ${fd} is not watched`);
		}

		return slot;
	}
}

function freeRequests(): number {
	const [most, used] = ['aio-max-nr', 'aio-nr'].map(name =>
		Number(readFileSync(`/proc/sys/fs/${name}`, 'utf8')),
	) as [number, number];
	return Math.max(0, most - used);
}
