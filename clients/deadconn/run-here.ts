// Opens and holds connections in this process.
import {networkInterfaces} from 'node:os';
import {performance} from 'node:perf_hooks';
import {AcceptQueue} from '../../linux/accept-queue.js';
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {openEpoll} from '../../linux/epoll.js';
import {runTurns, type Stop} from '../../linux/main-loop.js';
import {createReadyList, READABLE, type Poller, type ReadyList} from '../../linux/poller.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import {InputLines, isInputWatched, STANDARD_INPUT} from '../../linux/standard-input.js';
import {SystemError} from '../../linux/system-error.js';
import {Connections} from './connections.js';
import {explain, type Situation} from './explain.js';
import {idleOf} from './idle.js';
import {Narrator} from './narrator.js';
import {Opening} from './opening.js';
import type {Voice} from './voice.js';

/** What to open, and how. */
export type Task = Omit<Situation, 'open' | 'closed'> & {
	/** A name or an address. */
	readonly server: string;
	readonly uri: string;
	readonly header: string;
	readonly status: string;
	readonly rate: number;
	/** How many processes open connections to this server at the same time. */
	readonly crew: number;
	/** How many to close once all have stood for LOSE_MS. */
	readonly lose: number;
};

const LOSE_MS = 1000;

const EVENTS = 1024;

/**
 * Runs until `stop` says so, or until the opening has failed. Returns the exit status. The
 * connections are left to the end of the process, which resets them all.
 */
export async function runHere(task: Task, voice: Voice, stop: Stop): Promise<number> {
	// The table of descriptors that threads share grows slowly: each time it doubles, expand_fdtable()
	// (fs/file.c) waits for an RCU grace period, 120 ms in all on the way to 16 000 connections.
	ownDescriptors();
	using poller = openEpoll('edge', message => {
		voice.warning(message);
	});
	using queue = queueOf(task);
	const run = new Run(task, voice, stop, poller, queue);
	await runTurns(timeoutMs => run.turn(timeoutMs), stop);
	return run.finish();
}

class Run {
	readonly #task: Task;
	readonly #voice: Voice;
	readonly #stop: Stop;
	readonly #poller: Poller;
	readonly #ready: ReadyList = createReadyList(EVENTS);
	readonly #input = new InputLines();
	readonly #connections: Connections;
	readonly #narrator: Narrator;
	readonly #opening: Opening;
	readonly #memory = new ResidentMemory();
	#loseAt = Infinity;
	#status = 0;

	constructor(
		task: Task,
		voice: Voice,
		stop: Stop,
		poller: Poller,
		queue: AcceptQueue | undefined,
	) {
		this.#task = task;
		this.#voice = voice;
		this.#stop = stop;
		this.#poller = poller;
		this.#connections = new Connections(
			poller,
			task.address,
			task.port,
			task.sources,
			descriptorsOf(task),
			idleOf(task.idle, task),
		);
		this.#narrator = new Narrator(voice, task.number, performance.now());
		this.#opening = new Opening(this.#connections, task, queue, message => {
			voice.warning(message);
		});
		if (isInputWatched()) {
			poller.add(STANDARD_INPUT, STANDARD_INPUT, READABLE);
		}
	}

	/** Opens what is due, and takes the events that come within `timeoutMs`; as runTurns wants it. */
	turn(timeoutMs: number): number {
		const waitMs = this.#narrator.isReady ? timeoutMs : this.#step();
		const count = this.#poller.wait(this.#ready, Math.min(waitMs, timeoutMs));
		const now = performance.now();
		for (let index = 0; index < count; index++) {
			const token = this.#ready.tokens[index] as number;
			this.#dispatch(token, this.#ready.events[index] as number, now);
		}

		if (now >= this.#loseAt) {
			this.#loseAt = Infinity;
			this.#connections.lose(this.#task.lose);
		}

		this.#narrator.follow(this.#connections.open, this.#connections.closed, now);
		// While there is more to open, a turn without events is no idle turn.
		return count === 0 && waitMs === 0 ? 1 : count;
	}

	/** Says the last words. Returns the exit status. */
	finish(): number {
		const {open, closed} = this.#connections;
		if (this.#status === 0) {
			this.#narrator.sayClosed(open, closed);
			this.#voice.end(this.#stop.reason ?? '', open, closed);
		}

		return this.#status;
	}

	#step(): number {
		const waitMs = this.#opening.step(performance.now());
		const {open, closed, late} = this.#connections;
		if (this.#opening.trouble !== undefined) {
			const {code, text} = this.#opening.trouble;
			const real = open - this.#connections.countUnacknowledged();
			const failure = explain(code, {...this.#task, open: real, closed}, text);
			this.#voice.failed(real, this.#task.number, failure);
			this.#status = 1;
			this.#stop.reason ??= 'failed';
		} else if (this.#opening.isDone) {
			if (late > 0) {
				this.#voice.warning(
					`${late} connects took a second or longer: the server's accept queue was full, and dropped them at first; ` +
						'a smaller --rate or a larger listen backlog avoids it',
				);
			}

			this.#narrator.ready(open, closed, this.#opening.seconds);
			this.#loseAt = this.#task.lose > 0 ? performance.now() + LOSE_MS : Infinity;
		}

		return waitMs;
	}

	#dispatch(fd: number, events: number, now: number): void {
		if (fd === STANDARD_INPUT) {
			this.#readInput();
			return;
		}

		try {
			this.#connections.ready(fd, events, now);
		} catch (error) {
			this.#opening.fail(error, now);
		}
	}

	#readInput(): void {
		const lines = this.#input.read();
		if (lines === undefined) {
			this.#stop.reason ??= 'standard input closed';
			return;
		}

		// One read a report: armed anew, the edge-triggered watch reports what is left.
		this.#poller.modify(STANDARD_INPUT, STANDARD_INPUT, READABLE, READABLE);
		for (const line of lines) {
			if (line === 'report') {
				this.#report();
			}
		}
	}

	#report(): void {
		this.#voice.report({
			time: monotonicSeconds(),
			open: this.#connections.open,
			closed: this.#connections.closed,
			of: this.#task.number,
			cpu: cpuTime(),
			rss: this.#memory.read(),
		});
	}
}

/** All descriptors are below: the kernel gives out the lowest that is free. */
function descriptorsOf({share, limits}: Task): number {
	return share + limits.overhead;
}

/** The accept queue of a server on this machine: of another's nothing is known. */
function queueOf({address, port}: Task): AcceptQueue | undefined {
	const isOurs = Object.values(networkInterfaces()).some(addresses =>
		addresses?.some(own => own.address === address),
	);
	if (!isOurs && !address.startsWith('127.')) {
		return undefined;
	}

	try {
		return new AcceptQueue(address, port);
	} catch (error) {
		if (error instanceof SystemError) {
			return undefined;
		}

		throw error;
	}
}
