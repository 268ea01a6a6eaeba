// One worker: this same program with a share of the connections, tied to us by its standard input.
import {spawn, type ChildProcess} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Failure} from '../refusal.js';
import type {Report} from './voice.js';

/** The events of a worker, those of programs.md. */
export type WorkerEvent =
	| {event: 'progress'; open: number}
	| {event: 'warning'; message: string}
	| {event: 'ready'; open: number; seconds: number}
	| {event: 'closed'; open: number; closed: number}
	| ({event: 'report'} & Report)
	| ({event: 'failed'; open: number} & Failure)
	| {event: 'end'; open: number; closed: number};

/** How a worker process ended. */
export type WorkerExit = {readonly code: number | null; readonly signal: NodeJS.Signals | null};

/** A running worker. */
export class Worker {
	/** As its last event told. */
	open = 0;
	closed = 0;
	isReady = false;
	readonly pid: number | undefined;
	/** Settles when the process has ended and all it said has been heard. */
	readonly exit: Promise<WorkerExit>;
	readonly #process: ChildProcess;

	/** Starts one with `args`; `hear` is called with each of its events. */
	constructor(args: readonly string[], hear: (worker: Worker, event: WorkerEvent) => void) {
		const program = process.argv[1] as string;
		this.#process = spawn(process.execPath, [...process.execArgv, program, ...args], {
			stdio: ['pipe', 'pipe', 'inherit'],
			// A session of its own: Ctrl-C on our terminal is for us alone, and we end the workers.
			detached: true,
		});
		this.pid = this.#process.pid;
		// A worker that is gone is noticed by its exit, not by the pipe to it.
		this.#process.stdin?.on('error', () => undefined);
		if (this.#process.stdout !== null) {
			createInterface(this.#process.stdout).on('line', line => {
				const event = JSON.parse(line) as WorkerEvent;
				this.#note(event);
				hear(this, event);
			});
		}

		this.exit = new Promise(resolve => {
			this.#process.on('close', (code, signal) => {
				resolve({code, signal});
			});
			this.#process.on('error', () => {
				resolve({code: null, signal: null});
			});
		});
	}

	/** Asks for a `report` event. */
	requestReport(): void {
		this.#process.stdin?.write('report\n');
	}

	/** Tells it to end. */
	stop(): void {
		this.#process.stdin?.end();
	}

	/** Ends it, where it has not ended when told to. */
	kill(): void {
		this.#process.kill('SIGKILL');
	}

	#note(event: WorkerEvent): void {
		if ('open' in event) {
			this.open = event.open;
		}

		if ('closed' in event) {
			this.closed = event.closed;
		}

		this.isReady ||= event.event === 'ready';
	}
}
