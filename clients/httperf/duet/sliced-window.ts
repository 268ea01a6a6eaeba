// The window of one side of a duet: the sum of its slices.
import type {CpuTime} from '../../../linux/cpu.js';
import {Window} from '../window.js';

/** Open in the slices of its side alone. */
export class SlicedWindow extends Window {
	#seconds = 0;
	#busySeconds = 0;

	constructor() {
		super({isOpenLoop: false, lengthMs: Infinity});
	}

	/** A slice of `seconds` has ended, for `busySeconds` of which this process had something to do. */
	add(seconds: number, busySeconds: number): void {
		this.#seconds += seconds;
		this.#busySeconds += busySeconds;
	}

	override get seconds(): number {
		return this.#seconds;
	}

	/** Without what it spun while it waited; user and system together. */
	override get cpu(): CpuTime {
		return {user: Math.round(this.#busySeconds * 1e6), system: 0};
	}
}
