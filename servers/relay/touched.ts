// Sides of which something else may be wanted since they were last looked at.
import {Batch} from '../batch.js';
import type {Side} from './side.js';

/** Each is there once, whatever has happened to it. */
export class Touched {
	readonly #sides = new Batch<Side>();

	/** Has it looked at, unless it is closed. */
	add(side: Side): void {
		if (!side.isTouched && !side.isClosed) {
			side.isTouched = true;
			this.#sides.push(side);
		}
	}

	/** Calls `settle` with each that is still open, those that are touched meanwhile among them, and forgets them. */
	settle(settle: (side: Side) => void): void {
		const sides = this.#sides;
		for (let index = 0; index < sides.count; index++) {
			const side = sides.items[index] as Side;
			side.isTouched = false;
			if (!side.isClosed) {
				settle(side);
			}
		}

		sides.clear();
	}
}
