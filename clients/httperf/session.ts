// A run, from its first connection to its result.
import {monotonicSeconds} from '../../linux/clock.js';
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {type Stop, runTurns, stopOnSignals} from '../../linux/main-loop.js';
import {STANDARD_INPUT, isInputWatched} from '../../linux/standard-input.js';
import {Timer} from '../../linux/timer.js';
import type {Client} from './client.js';
import type {Engine} from './engine.js';
import {openEngine} from './open-engine.js';
import type {Load} from './load.js';
import type {Options} from './options.js';
import {Phases} from './phases.js';
import type {Reporter, Standing} from './reporter.js';
import {Requests} from './requests.js';
import type {Result} from './result.js';
import {Samples} from './samples.js';
import {createLoad} from './setup.js';

/** How often timeouts are looked for, at most and at least, in milliseconds. */
const MAX_EXPIRY_MS = 100;
const MIN_EXPIRY_MS = 1;

/** How long a person at a terminal waits before being shown how far it is, and how often then. */
const PATIENCE_MS = 2000;
const PROGRESS_MS = 1000;

/**
 * Loads the server at `address` until all calls are made, the window ends, SIGTERM, SIGINT, or the
 * end of standard input. With `waits` it is told when its window begins, as one of several processes.
 */
export async function runSession(
	options: Options,
	address: string,
	reporter: Reporter,
	waits = false,
): Promise<Result> {
	const stop = stopOnSignals();
	using engine = openEngine(options);
	using session = new Session(engine, stop, {options, address, reporter, waits});
	await runTurns(timeoutMs => session.turn(timeoutMs), stop);
	return session.finish();
}

type SessionSettings = {
	readonly options: Options;
	readonly address: string;
	readonly reporter: Reporter;
	readonly waits: boolean;
};

class Session {
	readonly #engine: Engine;
	readonly #stop: Stop;
	readonly #reporter: Reporter;
	readonly #mode: Result['mode'];
	readonly #client: Client;
	readonly #load: Load;
	readonly #phases: Phases;
	readonly #samples: Samples;
	readonly #timer = new Timer();
	readonly #requests: Requests;
	readonly #startedAt: number;
	readonly #cpuBefore: CpuTime;
	readonly #expiryMs: number;
	#expiryAt: number;
	#progressAt: number;
	#timerAt = Infinity;

	constructor(engine: Engine, stop: Stop, {options, address, reporter, waits}: SessionSettings) {
		const {client, load} = createLoad(options, {address, engine, reporter});
		this.#engine = engine;
		this.#stop = stop;
		this.#reporter = reporter;
		this.#mode = options.requestRate === undefined ? 'closed' : 'open';
		this.#client = client;
		this.#load = load;
		this.#phases = new Phases(client, load, {...options, waits}, reporter);
		// Only now: what comes before is no part of the test.
		this.#startedAt = performance.now();
		this.#cpuBefore = cpuTime();
		this.#progressAt = reporter.showsProgress ? this.#startedAt + PATIENCE_MS : Infinity;
		this.#samples = new Samples(this.#startedAt);
		const {timeoutMs, connectTimeoutMs, replyTimeoutMs} = client.options;
		const shortest = Math.min(timeoutMs, connectTimeoutMs, replyTimeoutMs);
		this.#expiryMs = Math.max(Math.min(shortest / 10, MAX_EXPIRY_MS), MIN_EXPIRY_MS);
		this.#expiryAt = shortest === Infinity ? Infinity : this.#startedAt + this.#expiryMs;
		this.#requests = new Requests(
			() => {
				reporter.report(this.#standing(performance.now()));
			},
			time => {
				this.#phases.orderWindow(performance.now() + (time - monotonicSeconds()) * 1000);
			},
		);
		engine.watch(this.#timer.fd, () => {
			this.#timerAt = Infinity;
		});
		if (isInputWatched()) {
			const end = engine.watch(STANDARD_INPUT, events => {
				if (!this.#requests.answer(events)) {
					end();
					stop.reason ??= 'standard input closed';
				}
			});
		}

		this.#phases.begin(this.#startedAt);
		load.turn(this.#startedAt);
	}

	/** Waits for events, and does what they and the time ask for. */
	turn(timeoutMs: number): number {
		const count = this.#engine.wait(this.#isTimerSet() ? timeoutMs : 0);
		const now = performance.now();
		this.#load.turn(now);
		this.#tick(now);
		return count;
	}

	finish(): Result {
		const now = performance.now();
		const client = this.#client;
		const reason = this.#phases.outcome ?? 'stopped';
		if (reason === 'stopped') {
			this.#reporter.stopped(this.#stop.reason ?? '');
		}

		const cpu = cpuTime();
		this.#phases.finish(now);
		// Calls that are cut off leave no TIME_WAIT, of which a study would pile up thousands.
		client.connections.closeAll({reset: reason !== 'completed'});
		return {
			mode: this.#mode,
			engine: this.#engine.name,
			reason,
			seconds: (now - this.#startedAt) / 1000,
			cpu: {
				user: cpu.user - this.#cpuBefore.user,
				system: cpu.system - this.#cpuBefore.system,
			},
			statistics: client.statistics,
			replyRates: this.#samples.rates,
			warmup: this.#phases.warmup,
			held: this.#phases.held,
			window: client.window,
			schedule: this.#load.schedule,
		};
	}

	[Symbol.dispose](): void {
		this.#timer[Symbol.dispose]();
	}

	#tick(now: number): void {
		if (now >= this.#samples.nextAt) {
			this.#samples.take(now, this.#client.statistics.replies);
		}

		if (now >= this.#expiryAt) {
			this.#client.expire(now);
			this.#expiryAt = now + this.#expiryMs;
		}

		this.#phases.tick(now);
		this.#stop.reason ??= this.#phases.outcome;
		if (now >= this.#progressAt) {
			this.#reporter.progress(this.#standing(now));
			this.#progressAt = now + PROGRESS_MS;
		}
	}

	/** Sets the timer to what is due next. False where that is due now. */
	#isTimerSet(): boolean {
		const next = Math.min(this.#load.nextAt, this.#phases.nextAt, this.#expiryAt);
		if (next === this.#timerAt) {
			return true;
		}

		const delay = next - performance.now();
		if (delay <= 0) {
			return false;
		}

		this.#timer.set(delay);
		this.#timerAt = next;
		return true;
	}

	#standing(now: number): Standing {
		return {
			seconds: (now - this.#startedAt) / 1000,
			replies: this.#client.statistics.replies,
			open: this.#client.connections.open,
		};
	}
}
