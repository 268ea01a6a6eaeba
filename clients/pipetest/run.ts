// Runs pipetest: makes the pipes, passes tokens for whole lives, and tells how fast.
import {setImmediate} from 'node:timers/promises';
import {monotonicSeconds} from '../../linux/clock.js';
import {pinTo} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {LimitError} from '../../linux/poller.js';
import {type Stop, stopOnSignals} from '../../linux/main-loop.js';
import {isInputWatched} from '../../linux/standard-input.js';
import {RefusedError} from '../refusal.js';
import {callNanoseconds} from './call-cost.js';
import {assertEnough} from './capacity.js';
import {findPipeMechanism} from './mechanisms.js';
import type {PipetestOptions} from './options.js';
import {makePipes} from './pipes.js';
import type {Relay} from './relay.js';
import type {PipetestResult} from './result.js';
import {routeOf} from './routing.js';
import {Stopwatch} from './stopwatch.js';

/** Waits between two looks at the clock: with poll and 16 000 pipes, some 50 ms. */
const WAITS = 100;
/** How long Node's event loop, and with it a signal's handler, may have to wait, in seconds. */
const YIELD_SECONDS = 0.1;

/** Told when the pipes are there: the warm-up begins, and then the clock. */
export type Ready = (mechanism: string) => void;

/**
 * Runs until whole lives have taken long enough.
 * @throws RefusedError where there cannot be so many pipes, Error where the mechanism is not here or
 * the run is told to stop before its end.
 */
export async function runPipetest(options: PipetestOptions, ready: Ready): Promise<PipetestResult> {
	const stop = stopOnSignals();
	stopWithInput(stop);
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const {pipes: count, messageThreads: threads, maxGeneration: generations, routing} = options;
	const mechanism = await findPipeMechanism(options.mechanism);
	assertEnough(count, mechanism);
	ownDescriptors();
	const pipes = makePipes(count, {blocking: mechanism.isBlocking});
	const course = {threads, generations, route: routeOf(routing, count, threads)};
	using relay = openRelay(() => mechanism.open(pipes, course), count);
	const callNs = callNanoseconds();
	ready(mechanism.name);
	const lives = new Lives(relay, stop);
	await lives.repeat(options.warmup);
	const stopwatch = new Stopwatch(relay);
	const repeated = await lives.repeat(options.minDuration ?? 0);
	return {
		mechanism: mechanism.name,
		routing,
		pipes: count,
		messageThreads: threads,
		maxGeneration: generations,
		lives: repeated,
		passes: repeated * threads * generations,
		callNs,
		...stopwatch.read(),
	};
}

/** Whole lives of all tokens, one after the other. */
class Lives {
	readonly #relay: Relay;
	readonly #stop: Stop;
	#yieldedAt = monotonicSeconds();

	constructor(relay: Relay, stop: Stop) {
		this.#relay = relay;
		this.#stop = stop;
	}

	/** At least one life, and more until `seconds` have passed. Returns how many. */
	async repeat(seconds: number): Promise<number> {
		const until = monotonicSeconds() + seconds;
		let lives = 0;
		do {
			this.#relay.seed();
			while (this.#relay.pass(WAITS) > 0) {
				await this.#yield();
			}

			lives++;
			await this.#yield();
		} while (monotonicSeconds() < until);

		return lives;
	}

	/** Signal handlers run in Node's event loop only. */
	async #yield(): Promise<void> {
		if (monotonicSeconds() - this.#yieldedAt >= YIELD_SECONDS) {
			await setImmediate();
			this.#yieldedAt = monotonicSeconds();
			if (this.#stop.reason !== undefined) {
				throw new Error(`stopped before the end: ${this.#stop.reason}`);
			}
		}
	}
}

function stopWithInput(stop: Stop): void {
	if (isInputWatched()) {
		process.stdin.resume().on('end', () => {
			stop.reason ??= 'standard input closed';
		});
	}
}

/** A mechanism that meets its own limit refuses as well (select: FD_SETSIZE). */
function openRelay(open: () => Relay, pipes: number): Relay {
	try {
		return open();
	} catch (error) {
		if (error instanceof LimitError) {
			throw new RefusedError({
				limit: "the mechanism's own limit",
				value: 'met',
				needed: `${pipes} pipes`,
				remedy: 'fewer pipes, or another mechanism',
				reason: error.message,
			});
		}

		throw error;
	}
}
