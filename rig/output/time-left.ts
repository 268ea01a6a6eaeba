// How long the rest of a run will take: a guess at each cell, corrected by how long cells took.
import type {PlannedCell} from '../method/plan.js';
import type {Subject} from '../subjects/subject.js';

/** Corrects the guesses as cells end. */
export class TimeLeft {
	#guessed = 0;
	#taken = 0;
	#left: number;

	constructor(
		cells: readonly PlannedCell[],
		private readonly subject: Pick<Subject, 'guessSeconds'>,
	) {
		this.#left = cells.reduce((sum, cell) => sum + subject.guessSeconds(cell.count), 0);
	}

	/** A cell has ended, after so many seconds. */
	ended(cell: PlannedCell, seconds: number): void {
		const guess = this.subject.guessSeconds(cell.count);
		this.#guessed += guess;
		this.#taken += seconds;
		this.#left -= guess;
	}

	/** In seconds. */
	get seconds(): number {
		const factor = this.#guessed > 0 ? this.#taken / this.#guessed : 1;
		return Math.max(0, this.#left * factor);
	}
}
