// The phases of a run: connecting, warming up, measuring.
import type {Client} from './client.js';
import type {Load} from './load.js';
import type {Options} from './options.js';
import type {Reporter} from './reporter.js';

const CONNECTING = 0;
const WARMING = 1;
const MEASURING = 2;
const ENDED = 3;

/** Begins the warm-up once all connections are there, then the window, and ends it. */
export class Phases {
	#phase = CONNECTING;
	#nextAt = Infinity;
	readonly #options: Pick<Options, 'warmupMs' | 'durationMs'>;
	readonly #client: Client;
	readonly #load: Load;
	readonly #reporter: Reporter;

	constructor(
		options: Pick<Options, 'warmupMs' | 'durationMs'>,
		parts: {client: Client; load: Load; reporter: Reporter},
	) {
		this.#options = options;
		this.#client = parts.client;
		this.#load = parts.load;
		this.#reporter = parts.reporter;
	}

	/** When the present phase is over; Infinity where that is no matter of time. */
	get nextAt(): number {
		return this.#nextAt;
	}

	/** Whether the window's time is over. */
	get isOver(): boolean {
		return this.#phase === ENDED;
	}

	/** Passes on to the next phase where it is time; `now` is of performance.now(). */
	advance(now: number): void {
		if (this.#phase === CONNECTING && this.#load.isSettled) {
			this.#phase = WARMING;
			this.#nextAt = now + this.#options.warmupMs;
			this.#reporter.connected(this.#client.connections.open);
			this.#load.start(now);
		}

		if (this.#phase === WARMING && now >= this.#nextAt) {
			this.#begin(now);
		} else if (this.#phase === MEASURING && now >= this.#nextAt) {
			this.#finish(now);
		}
	}

	/** Ends the run here, whatever the phase: a window that never began has no length. */
	end(now: number): void {
		if (this.#phase < MEASURING) {
			this.#begin(now);
		}

		if (this.#phase === MEASURING) {
			this.#finish(now);
		}
	}

	#begin(now: number): void {
		this.#phase = MEASURING;
		this.#nextAt = now + this.#options.durationMs;
		this.#client.window.begin(now);
		this.#reporter.measuring();
	}

	#finish(now: number): void {
		this.#phase = ENDED;
		this.#nextAt = Infinity;
		this.#load.finish(now);
		this.#client.window.end(now);
		this.#reporter.measured();
	}
}
