// Sides that are to be closed once the kernel has nothing of them: the one place where a ring's relay closes.
import {Batch} from '../batch.js';
import type {RingCalls} from './ring-calls.js';
import type {Side} from './side.js';
import type {Sides} from './sides.js';

/** They keep their descriptors, and their places in the table, until they are freed. */
export class Doomed {
	readonly #waiting = new Batch<Side>();
	readonly #calls: RingCalls;
	readonly #sides: Sides;

	constructor(calls: RingCalls, sides: Sides) {
		this.#calls = calls;
		this.#sides = sides;
	}

	get count(): number {
		return this.#waiting.count;
	}

	add(side: Side): void {
		this.#waiting.push(side);
	}

	/** Frees those that have nothing in flight. Returns whether there were any. */
	free(): boolean {
		const {items, count} = this.#waiting;
		this.#waiting.clear();
		for (let index = 0; index < count; index++) {
			const side = items[index] as Side;
			const flight = this.#calls.flightOf(side);
			if (flight.isBusy) {
				this.#waiting.push(side);
				continue;
			}

			this.#sides.remove(side);
			if (flight.isReset) {
				this.#calls.reset(side.fd);
			} else {
				this.#calls.close(side.fd);
			}

			side.session.freed(side);
		}

		return this.#waiting.count < count;
	}
}
