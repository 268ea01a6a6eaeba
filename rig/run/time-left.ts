// How long the rest of a run will take: a guess at each step, corrected by how long steps took.
import type {Step} from '../method/plan.js';

/** Corrects the guesses as steps end. */
export class TimeLeft {
	#guessed = 0;
	#taken = 0;
	#left: number;

	constructor(
		steps: readonly Step[],
		private readonly guess: (step: Step) => number,
	) {
		this.#left = steps.reduce((sum, step) => sum + guess(step), 0);
	}

	/** A step has ended, after so many seconds; what is played once more was not reckoned with. */
	ended(step: Step, seconds: number, isAgain: boolean): void {
		const guess = this.guess(step);
		this.#guessed += guess;
		this.#taken += seconds;
		this.#left -= isAgain ? 0 : guess;
	}

	/** In seconds. */
	get seconds(): number {
		const factor = this.#guessed > 0 ? this.#taken / this.#guessed : 1;
		return Math.max(0, this.#left * factor);
	}
}
