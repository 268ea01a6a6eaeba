// Bytes on their way from one side of a relayed connection to the other: a bounded buffer.
import {type Memory, allocate} from '../../linux/memory.js';

/** As HAProxy's tune.bufsize, by default. */
export const CAPACITY = 16_384;
/** Room for what the relay itself adds to a header. */
const RESERVE = 64;
const NOT_HELD = -1;

/** Memory of flows that have nothing on their way: it is taken again, the last first. */
export class FlowPool {
	readonly #free: Memory[] = [];

	take(): Memory {
		return this.#free.pop() ?? allocate(CAPACITY + RESERVE);
	}

	give(memory: Memory): void {
		this.#free.push(memory);
	}
}

/** One direction. Without bytes it has no memory: a silent connection costs none. */
export class Flow {
	memory: Memory | undefined;
	/** What is on its way is bytes [start, end) of `memory`. */
	start = 0;
	end = 0;
	/** Bytes at the end that are not to be sent yet. */
	kept = 0;
	/** Bytes that came into it so far. */
	total = 0;
	/** Where what has gone begins, where it may have to go again; below 0: it is forgotten. */
	#held = NOT_HELD;

	constructor(readonly pool: FlowPool) {}

	/** How many bytes are to be sent. */
	get length(): number {
		return this.end - this.start - this.kept;
	}

	get isEmpty(): boolean {
		return this.length === 0;
	}

	/** How many bytes may still come. */
	get room(): number {
		return Math.max(0, CAPACITY - this.end);
	}

	/** Memory to receive into, from `end` on. */
	open(): Memory {
		this.memory ??= this.pool.take();
		return this.memory;
	}

	/** `count` bytes have come. */
	came(count: number): void {
		this.end += count;
		this.total += count;
	}

	/** `count` bytes have gone. */
	went(count: number): void {
		this.start += count;
		this.settle();
	}

	/** Keeps what is to be sent now also when it has gone: until it is forgotten, or goes again. */
	hold(): void {
		this.#held = this.start;
	}

	/** Forgets what was held. */
	letGo(): void {
		if (this.#held !== NOT_HELD) {
			this.#held = NOT_HELD;
			this.settle();
		}
	}

	/** Has what was held sent again. Returns whether there was any. */
	rewind(): boolean {
		const isHeld = this.#held !== NOT_HELD;
		if (isHeld) {
			this.start = this.#held;
			this.#held = NOT_HELD;
		}

		return isHeld;
	}

	/** Puts bytes in at `at`: `text` is short, and there is room for it once. */
	insert(at: number, text: string): void {
		const {bytes} = this.open();
		bytes.copyWithin(at + text.length, at, this.end);
		bytes.set(Buffer.from(text, 'latin1'), at);
		this.end += text.length;
	}

	/** Forgets what comes after `end`. */
	cut(end: number): void {
		this.end = end;
		this.settle();
	}

	/** Has what was kept sent after all. There is nothing else: it moves to where there is room behind it. */
	release(): void {
		this.memory?.bytes.copyWithin(0, this.start, this.end);
		this.end -= this.start;
		this.start = 0;
		this.kept = 0;
	}

	/** Gives memory back where nothing is on its way. */
	settle(): void {
		if (this.start === this.end && this.#held === NOT_HELD) {
			this.start = 0;
			this.end = 0;
			if (this.memory) {
				this.pool.give(this.memory);
				this.memory = undefined;
			}
		}
	}

	/** Forgets all of it. */
	clear(): void {
		this.#held = NOT_HELD;
		this.kept = 0;
		this.cut(this.start);
	}

	/** Forgets all of it, and leaves its memory to whoever still uses it. */
	abandon(): Memory | undefined {
		const {memory} = this;
		this.memory = undefined;
		this.clear();
		return memory;
	}
}
