// Ramp-up, warm-up, window: what of a run is measured.
import type {Client} from './client.js';
import type {Load} from './load.js';
import type {Options} from './options.js';
import type {Reporter} from './reporter.js';

/**
 * How long before the window its notice comes, at most; a short warm-up gives half of itself. Whoever
 * reads counters of both sides does it then, because it takes processor time that the window would miss.
 */
const NOTICE_MS = 250;

/**
 * The warm-up begins when every connection is open or has failed, and the window after it. A closed
 * loop with neither --warmup nor --duration is measured from its first connection on, as httperf does.
 */
export class Phases {
	/** How the run came to its end; undefined while it goes on. */
	outcome: 'completed' | 'failed' | 'duration' | undefined;
	#isRamping = true;
	#windowAt = Infinity;
	/** When the next step is to be taken: the window's beginning, or the notice of it. */
	#stepAt = Infinity;
	#endAt = Infinity;
	readonly #client: Client;
	readonly #load: Load;
	readonly #options: Options;
	readonly #reporter: Reporter;

	constructor(client: Client, load: Load, options: Options, reporter: Reporter) {
		this.#client = client;
		this.#load = load;
		this.#options = options;
		this.#reporter = reporter;
	}

	/** When `tick` has something to do that no event announces. */
	get nextAt(): number {
		return Math.min(this.#stepAt, this.#endAt);
	}

	/** The run begins. */
	begin(now: number): void {
		const {warmupMs, durationMs, requestRate} = this.#options;
		if (warmupMs === 0 && durationMs === Infinity && requestRate === undefined) {
			this.#beginWindow(now);
		}
	}

	/** Goes on to the next phase where it is time. */
	tick(now: number): void {
		if (this.#isRamping ? this.#load.isSettled : now >= this.#stepAt) {
			this.#advance(now);
		}

		this.outcome = now >= this.#endAt ? 'duration' : this.#load.outcome;
	}

	/** The run is over, whether or not the window was. */
	finish(now: number): void {
		const {window} = this.#client;
		if (window.isOpen) {
			window.end(now);
			this.#load.finish(now);
			this.#reporter.measured();
		}
	}

	#advance(now: number): void {
		const {window, connections} = this.#client;
		if (this.#isRamping) {
			this.#isRamping = false;
			this.#reporter.connected(connections.open);
			this.#load.start(now);
			this.#windowAt = window.isOpen ? Infinity : now + this.#options.warmupMs;
			this.#stepAt = Math.max((now + this.#windowAt) / 2, this.#windowAt - NOTICE_MS);
		} else if (this.#stepAt < this.#windowAt) {
			// For this program it is a rehearsal: a step that was first taken when the window opens would
			// have the main loop compiled anew there.
			this.#stepAt = this.#windowAt;
			this.#reporter.warm();
		}

		if (now >= this.#windowAt) {
			this.#beginWindow(now);
		}
	}

	#beginWindow(now: number): void {
		this.#stepAt = Infinity;
		this.#client.window.begin(now);
		this.#endAt = now + this.#options.durationMs;
		this.#reporter.measuring();
	}
}
