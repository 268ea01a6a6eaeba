// How long the rest of a run will take: a guess at each cell, corrected by how long cells took.
import type {PlannedCell} from '../plan/plan.js';
import type {Settings} from '../plan/settings.js';

/** Starting and ending the programs of a cell, and opening a dead connection, in seconds. */
const PROGRAMS_SECONDS = 1;
const DEAD_SECONDS = 0.00005;
/** A guess at the rate of a load that runs to completion. */
const REPLY_RATE = 30_000;

/** Corrects the guesses as cells end. */
export class TimeLeft {
	#guessed = 0;
	#taken = 0;
	#left: number;

	constructor(
		cells: readonly PlannedCell[],
		private readonly settings: Settings,
	) {
		this.#left = cells.reduce((sum, cell) => sum + guessSeconds(cell, settings), 0);
	}

	/** A cell has ended, after so many seconds. */
	ended(cell: PlannedCell, seconds: number): void {
		const guess = guessSeconds(cell, this.settings);
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

/** A guess for one cell, in seconds. */
function guessSeconds({dead}: PlannedCell, settings: Settings): number {
	const {paper, numCalls, connections, rate, warmup, duration} = settings;
	const load = paper ? (numCalls * connections) / REPLY_RATE : warmup + duration;
	return PROGRAMS_SECONDS + dead * DEAD_SECONDS + connections / rate + load;
}
