// Shares the connections among worker processes, and speaks for them as if they were one.
import {performance} from 'node:perf_hooks';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import type {Stop} from '../../linux/main-loop.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import {isInputWatched} from '../../linux/standard-input.js';
import type {ProgramExit} from '../../programs/child.js';
import type {DeadconnEvent} from '../../programs/events/deadconn.js';
import type {Failure} from '../refusal.js';
import {Narrator} from './narrator.js';
import type {Report, Voice} from './voice.js';
import {Worker} from './worker.js';

/** How long until a signal or a count is noticed, in milliseconds. */
const TICK_MS = 50;

/** How long a worker may take to end when told to, in milliseconds. */
const END_MS = 10_000;

/**
 * Starts a worker for each of `commands`, its arguments, and runs until `stop` says so or one of
 * them is lost. Returns the exit status.
 */
export async function runWorkers(
	commands: ReadonlyArray<readonly string[]>,
	number: number,
	voice: Voice,
	stop: Stop,
): Promise<number> {
	const crew = new Crew(commands, number, voice, stop);
	while (stop.reason === undefined) {
		await setTimeout(TICK_MS);
		crew.follow();
	}

	return crew.finish();
}

class Crew {
	readonly #number: number;
	readonly #voice: Voice;
	readonly #stop: Stop;
	readonly #narrator: Narrator;
	readonly #workers: readonly Worker[];
	/** The reports of each worker that are not passed on yet. */
	readonly #reports = new Map<Worker, Report[]>();
	readonly #memory = new ResidentMemory();
	#seconds = 0;
	#isFailed = false;

	constructor(
		commands: ReadonlyArray<readonly string[]>,
		number: number,
		voice: Voice,
		stop: Stop,
	) {
		this.#number = number;
		this.#voice = voice;
		this.#stop = stop;
		this.#narrator = new Narrator(voice, number, performance.now());
		this.#workers = commands.map(
			args =>
				new Worker(args, (worker, event) => {
					this.#hear(worker, event);
				}),
		);
		for (const worker of this.#workers) {
			this.#reports.set(worker, []);
			void worker.exit.then(exit => {
				this.#lost(worker, exit);
			});
		}

		if (isInputWatched()) {
			this.#readInput();
		}
	}

	/** Says what is news. */
	follow(): void {
		this.#narrator.follow(this.#open, this.#closed, performance.now());
	}

	/** Ends the workers and says the last words. Returns the exit status. */
	async finish(): Promise<number> {
		for (const worker of this.#workers) {
			worker.closeInput();
		}

		const ended = Promise.all(this.#workers.map(async worker => worker.exit));
		const patience = new AbortController();
		await Promise.race([
			ended,
			setTimeout(END_MS, undefined, {signal: patience.signal}).then(() => {
				this.#voice.warning(`workers did not end within ${END_MS / 1000} s, and were killed`);
				for (const worker of this.#workers) {
					worker.signal('SIGKILL');
				}
			}),
		]);
		patience.abort();
		await ended;
		if (isInputWatched()) {
			process.stdin.destroy();
		}

		if (this.#isFailed) {
			return 1;
		}

		this.#narrator.sayClosed(this.#open, this.#closed);
		this.#voice.end(this.#stop.reason ?? '', this.#open, this.#closed);
		return 0;
	}

	get #open(): number {
		return this.#workers.reduce((sum, worker) => sum + worker.open, 0);
	}

	get #closed(): number {
		return this.#workers.reduce((sum, worker) => sum + worker.closed, 0);
	}

	#hear(worker: Worker, event: DeadconnEvent): void {
		switch (event.event) {
			case 'warning':
				this.#voice.warning(`worker ${worker.pid}: ${event.message}`);
				break;
			case 'ready':
				this.#seconds = Math.max(this.#seconds, event.seconds);
				if (this.#workers.every(({isReady}) => isReady)) {
					this.#narrator.ready(this.#open, this.#closed, this.#seconds);
				}

				break;
			case 'report':
				this.#reports.get(worker)?.push(event);
				this.#passReports();
				break;
			case 'failed':
				this.#fail(event);
				break;
			default:
		}
	}

	/** Passes on the sum of one report of each worker, as often as there is one of each. */
	#passReports(): void {
		while ([...this.#reports.values()].every(reports => reports.length > 0)) {
			const cpu = {...cpuTime()};
			let rss = this.#memory.read();
			for (const reports of this.#reports.values()) {
				const report = reports.shift() as Report;
				cpu.user += report.cpu.user;
				cpu.system += report.cpu.system;
				rss += report.rss;
			}

			this.#voice.report({
				time: monotonicSeconds(),
				open: this.#open,
				closed: this.#closed,
				of: this.#number,
				cpu,
				rss,
			});
		}
	}

	#lost(worker: Worker, {code, signal}: ProgramExit): void {
		if (this.#stop.reason !== undefined) {
			return;
		}

		const {open} = worker;
		worker.open = 0;
		const cause = signal === null ? `with status ${code ?? '?'}` : `by ${signal}`;
		this.#fail({
			limit: 'a worker process',
			value: `process ${worker.pid} ended ${cause}: its ${open} connections are lost`,
			needed: 'every worker process until the end',
			remedy: 'see who ended it; the kernel log tells of an out-of-memory kill (dmesg)',
			reason: 'a worker process has ended',
		});
	}

	#fail(failure: Failure): void {
		if (this.#isFailed || this.#stop.reason !== undefined) {
			return;
		}

		this.#isFailed = true;
		this.#stop.reason = 'failed';
		const {limit, value, needed, remedy, reason} = failure;
		this.#voice.failed(this.#open, this.#number, {limit, value, needed, remedy, reason});
	}

	#readInput(): void {
		createInterface(process.stdin)
			.on('line', line => {
				if (line === 'report') {
					for (const worker of this.#workers) {
						worker.write('report\n');
					}
				}
			})
			.on('close', () => {
				this.#stop.reason ??= 'standard input closed';
			});
	}
}
