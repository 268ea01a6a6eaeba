// Ramp-up, warm-up, window, trail, drain: what of a run is measured.
import type {Client} from './client.js';
import type {Load} from './load.js';
import type {Options} from './options.js';
import type {Reporter} from './reporter.js';
import type {Result} from './result.js';
import {WarmUp} from './warm-up.js';

/** How long calls that were begun in the window are waited for after it, in milliseconds. */
const DRAIN_MS = 2000;

type PhaseOptions = Options & {
	/** When the window begins is ordered, once the warm-up is over. */
	readonly waits: boolean;
};

/**
 * The warm-up begins when every connection is open or has failed, and the window after it. A closed
 * loop with neither --warmup nor --duration is measured from its first connection on, as httperf does.
 */
export class Phases {
	/** How the run came to its end; undefined while it goes on. */
	outcome: 'completed' | 'failed' | 'duration' | undefined;
	/** What there was of a warm-up before the window: `seconds` from when all were connected. */
	warmup: Result['warmup'];
	/** Connections that were open in the window, on average over its time. */
	held: Result['held'];
	#step: 'ramping' | 'warming' | 'opening' | 'leading' | 'measuring' | 'trailing' | 'draining' =
		'ramping';
	#warmUp: WarmUp | undefined;
	#connectedAt = Number.NaN;
	#windowAt = Infinity;
	/** The connections' time so far when the window began. */
	#openBefore = Number.NaN;
	/** When the next step is to be taken. */
	#stepAt = Infinity;
	readonly #client: Client;
	readonly #load: Load;
	readonly #options: PhaseOptions;
	readonly #reporter: Reporter;

	constructor(client: Client, load: Load, options: PhaseOptions, reporter: Reporter) {
		this.#client = client;
		this.#load = load;
		this.#options = options;
		this.#reporter = reporter;
	}

	/** When `tick` has something to do that no event announces. */
	get nextAt(): number {
		return this.#stepAt;
	}

	/** The window is to begin at a time of performance.now(): its warm-up is over. */
	orderWindow(at: number): void {
		if (this.#step === 'opening') {
			this.#windowAt = at;
			this.#stepAt = at - this.#client.window.leadMs;
		}
	}

	/** The run begins. */
	begin(now: number): void {
		const {warmupMs, durationMs, requestRate} = this.#options;
		if (warmupMs === 0 && durationMs === Infinity && requestRate === undefined) {
			this.#beginWindow(now, now);
			this.#reporter.measuring();
		}
	}

	/** Goes on to the next phase where it is time. */
	tick(now: number): void {
		if (Number.isNaN(this.#connectedAt) && this.#load.isSettled) {
			this.#connected(now);
		}

		while (now >= this.#stepAt) {
			this.#advance(now);
		}

		if (this.#step === 'draining') {
			this.outcome ??= this.#load.isDrained ? 'duration' : undefined;
		} else {
			this.outcome ??= this.#load.outcome;
		}
	}

	/** The run is over, whether or not the window was. */
	finish(now: number): void {
		this.#endWindow(now);
		this.#load.finish(now);
	}

	#connected(now: number): void {
		this.#connectedAt = now;
		this.#reporter.connected(this.#client.connections.open);
		this.#load.start(now);
		if (this.#step === 'ramping') {
			const {warmupMs} = this.#options;
			const {leadMs} = this.#client.window;
			this.#warmUp = new WarmUp(now, {leastMs: warmupMs, leadMs});
			this.#step = 'warming';
			this.#stepAt = this.#warmUp.nextAt;
		}
	}

	#advance(now: number): void {
		const {window, statistics} = this.#client;
		switch (this.#step) {
			case 'ramping':
			case 'warming': {
				this.#warm(now, statistics.replies);
				break;
			}

			case 'opening': {
				// For this program the steps before are a rehearsal: one that was first taken when the window
				// begins would have the main loop compiled anew there.
				this.#step = 'leading';
				this.#stepAt = this.#windowAt;
				window.open(now);
				this.#reporter.measuring();
				break;
			}

			case 'leading': {
				this.#beginWindow(now, this.#windowAt);
				break;
			}

			case 'measuring': {
				this.#endWindow(now);
				this.#step = 'trailing';
				this.#stepAt = now + this.#options.trailMs;
				break;
			}

			case 'trailing': {
				this.#stepAt = now + DRAIN_MS;
				this.#load.close(this.#windowAt + this.#options.durationMs);
				this.#step = 'draining';
				break;
			}

			case 'draining': {
				this.#stepAt = Infinity;
				this.outcome = 'duration';
			}
		}
	}

	#warm(now: number, replies: number): void {
		const warmUp = this.#warmUp as WarmUp;
		if (!warmUp.isOver(now, replies)) {
			this.#stepAt = warmUp.nextAt;
			return;
		}

		const {warmupMs, waits} = this.#options;
		if (warmupMs > 0 || waits) {
			this.#reporter.warm();
		}

		this.#step = 'opening';
		this.#stepAt = Infinity;
		if (!waits) {
			this.orderWindow(now + warmUp.noticeMs);
		}
	}

	#beginWindow(now: number, plannedAt: number): void {
		const {durationMs, warmupMs} = this.#options;
		if (this.#warmUp && warmupMs > 0) {
			const seconds = (now - this.#connectedAt) / 1000;
			this.warmup = {seconds, settled: this.#warmUp.isSettled};
		}

		this.#step = 'measuring';
		this.#windowAt = plannedAt;
		this.#client.window.begin(now, plannedAt);
		this.#openBefore = this.#client.connections.openTime(now);
		// As long as it was to be, also where it begins a little late.
		this.#stepAt = now + durationMs;
	}

	#endWindow(now: number): void {
		const {window, connections} = this.#client;
		if (window.isOpen) {
			window.end(now);
			const openTime = connections.openTime(now) - this.#openBefore;
			this.held = window.seconds === 0 ? undefined : openTime / 1000 / window.seconds;
			this.#reporter.measured();
		}
	}
}
