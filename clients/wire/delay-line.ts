// Packets under way: each leaves so long after it came.
import {type Memory, allocate} from '../../linux/memory.js';

/** Packets at once: more are dropped, as a queue of a network's would. */
const SLOTS = 2048;
/** A packet of a device's usual MTU, and room. */
export const PACKET_BYTES = 2048;

/** A queue: the delay is the same for all, so they leave in the order in which they came. */
export class DelayLine {
	/** Packets that came, and those that found no room. */
	packets = 0;
	dropped = 0;
	readonly #memory = allocate(SLOTS * PACKET_BYTES);
	readonly #lengths = new Int32Array(SLOTS);
	/** When each came, in milliseconds. */
	readonly #times = new Float64Array(SLOTS);
	readonly #delayMs: number;
	#first = 0;
	#count = 0;
	#left = 0;
	#sumMs = 0;
	#mostMs = 0;

	constructor(delayMs: number) {
		this.#delayMs = delayMs;
	}

	/** When the first is due; Infinity where none is under way. */
	get dueAt(): number {
		return this.#count === 0 ? Infinity : (this.#times[this.#first] as number) + this.#delayMs;
	}

	/** How long those that have left were under way, in milliseconds. */
	get delays(): {mean: number; most: number} {
		return {mean: this.#left === 0 ? 0 : this.#sumMs / this.#left, most: this.#mostMs};
	}

	get memory(): Memory {
		return this.#memory;
	}

	/** Where in `memory` the next packet is to be put. */
	get next(): number {
		return ((this.#first + this.#count) % SLOTS) * PACKET_BYTES;
	}

	/** A packet of `length` bytes was put there at `now`. */
	came(length: number, now: number): void {
		this.packets++;
		if (this.#count === SLOTS - 1) {
			this.dropped++;
			return;
		}

		const slot = (this.#first + this.#count) % SLOTS;
		this.#lengths[slot] = length;
		this.#times[slot] = now;
		this.#count++;
	}

	/** Calls `send` with where each packet begins that is due, and its length. */
	leave(now: number, send: (at: number, length: number) => void): void {
		while (this.dueAt <= now) {
			const slot = this.#first;
			send(slot * PACKET_BYTES, this.#lengths[slot] as number);
			const tookMs = now - (this.#times[slot] as number);
			this.#sumMs += tookMs;
			this.#mostMs = Math.max(this.#mostMs, tookMs);
			this.#left++;
			this.#first = (slot + 1) % SLOTS;
			this.#count--;
		}
	}
}
