// A run, from its first connection to its result.
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {openEpoll} from '../../linux/epoll.js';
import {type Stop, runTurns, stopOnSignals} from '../../linux/main-loop.js';
import {PEER_CLOSED, type Poller, READABLE, createReadyList} from '../../linux/poller.js';
import {STANDARD_INPUT, isInputWatched} from '../../linux/standard-input.js';
import {Timer} from '../../linux/timer.js';
import type {Client} from './client.js';
import type {Load} from './load.js';
import type {Options} from './options.js';
import {Phases} from './phases.js';
import type {Reporter} from './reporter.js';
import {Requests} from './requests.js';
import type {Result} from './result.js';
import {Samples} from './samples.js';
import {createLoad} from './setup.js';

/** Tokens of what is watched beside the connections, whose tokens are not negative. */
const TIMER = -1;
const INPUT = -2;

/** Events a turn: more than the connections of a study. */
const BATCH = 1024;
/** How often connections are looked at for having made no progress, in milliseconds. */
const EXPIRE_MS = 50;

/**
 * Loads the server at `address` until all calls are made, the window ends, SIGTERM, SIGINT, or the
 * end of standard input.
 */
export async function runSession(
	options: Options,
	address: string,
	reporter: Reporter,
): Promise<Result> {
	const stop = stopOnSignals();
	using poller = openEpoll('edge');
	using timer = new Timer();
	poller.add(timer.fd, TIMER, READABLE);
	const session = new Session(options, {address, poller, timer, reporter, stop});
	if (isInputWatched()) {
		poller.add(STANDARD_INPUT, INPUT, READABLE | PEER_CLOSED);
	}

	await runTurns(timeoutMs => session.turn(timeoutMs), stop);
	return session.end();
}

class Session {
	readonly #options: Options;
	readonly #poller: Poller;
	readonly #timer: Timer;
	readonly #reporter: Reporter;
	readonly #stop: Stop;
	readonly #client: Client;
	readonly #load: Load;
	readonly #phases: Phases;
	readonly #requests: Requests;
	readonly #ready = createReadyList(BATCH);
	readonly #startedAt = performance.now();
	readonly #samples = new Samples(this.#startedAt);
	readonly #cpuBefore: CpuTime = cpuTime();
	#reason: Result['reason'] = 'stopped';
	#timerAt = Infinity;
	#expireAt = 0;

	constructor(
		options: Options,
		parts: {address: string; poller: Poller; timer: Timer; reporter: Reporter; stop: Stop},
	) {
		const {address, poller, reporter} = parts;
		this.#options = options;
		this.#poller = poller;
		this.#timer = parts.timer;
		this.#reporter = reporter;
		this.#stop = parts.stop;
		const {client, load} = createLoad(options, {address, poller, reporter});
		this.#client = client;
		this.#load = load;
		this.#phases = new Phases(options, {client, load, reporter});
		this.#requests = new Requests(() => {
			reporter.report(this.#standing(performance.now()));
		});
	}

	/** Waits, handles what came and does what is due. Returns what Poller.wait returns. */
	turn(timeoutMs: number): number {
		const count = this.#poller.wait(this.#ready, this.#armTimer() ? timeoutMs : 0);
		let now = performance.now();
		this.#client.dispatch(this.#ready, count, now);
		this.#dispatchOthers(count);
		now = performance.now();
		this.#load.turn(now);
		this.#phases.advance(now);
		if (now >= this.#samples.nextAt) {
			this.#samples.take(now, this.#client.statistics.replies);
		}

		if (now >= this.#expireAt) {
			this.#expireAt = now + EXPIRE_MS;
			this.#client.expire(now);
			this.#reporter.progress(this.#standing(now));
		}

		this.#stopWhereDone();
		return count;
	}

	/** Closes everything and sums up. */
	end(): Result {
		const now = performance.now();
		this.#phases.end(now);
		this.#client.connections.closeAll({reset: true});
		const {user, system} = cpuTime();
		return {
			mode: this.#options.requestRate === undefined ? 'closed' : 'open',
			reason: this.#reason,
			seconds: (now - this.#startedAt) / 1000,
			cpu: {user: user - this.#cpuBefore.user, system: system - this.#cpuBefore.system},
			statistics: this.#client.statistics,
			replyRate: this.#samples.summary(),
			window: this.#client.window,
			schedule: this.#load.schedule,
		};
	}

	/** Lets the timer end the wait when something is due. Returns false where that is now. */
	#armTimer(): boolean {
		const nextAt = Math.min(this.#load.nextAt, this.#phases.nextAt, this.#samples.nextAt);
		const delayMs = nextAt - performance.now();
		if (delayMs <= 0) {
			return false;
		}

		if (nextAt !== this.#timerAt) {
			this.#timerAt = nextAt;
			this.#timer.set(delayMs);
		}

		return true;
	}

	/** The timer's event asks for nothing: what is due is done in every turn. */
	#dispatchOthers(count: number): void {
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			if (tokens[index] === INPUT && !this.#requests.answer(events[index] as number)) {
				this.#poller.remove(STANDARD_INPUT, INPUT);
				this.#stop.reason ??= 'standard input closed';
			}
		}
	}

	#stopWhereDone(): void {
		const {outcome} = this.#load;
		if (this.#stop.reason === undefined && (outcome !== undefined || this.#phases.isOver)) {
			this.#reason = this.#phases.isOver ? 'duration' : (outcome ?? 'stopped');
			this.#stop.reason = this.#reason;
		}
	}

	#standing(now: number) {
		return {
			seconds: (now - this.#startedAt) / 1000,
			replies: this.#client.statistics.replies,
			open: this.#client.connections.open,
		};
	}
}
