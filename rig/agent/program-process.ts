// One program that an agent has started: its lines, its reports, its end.
import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import type {ProgramExit, ProgramLine} from './protocol.js';

/** How long a program may take to end after its standard input was closed, SIGTERM, SIGKILL. */
const PATIENCE_MS = [10_000, 5000, 5000] as const;
const KEPT_LINES = 20;
const KEPT_LENGTH = 500;

/** What a program tells the agent. */
export type ProgramListener = {
	line(line: ProgramLine): void;
	exit(exit: ProgramExit): void;
};

type Waiter = {resolve(line: ProgramLine): void; reject(error: Error): void};

/** A running program of this project. Its standard input is the tie: when that ends, it ends. */
export class ProgramProcess {
	readonly pid: number;
	/** The process that does its work: its own, unless it says that it is another. */
	workerPid: number;
	readonly exit: Promise<ProgramExit>;
	readonly #name: string;
	readonly #subprocess;
	readonly #reports: Waiter[] = [];
	readonly #stderr: string[] = [];
	#ended = false;

	/** Starts `file`, a module, with node itself: no shell, and no loader in a measured process. */
	constructor(name: string, file: string, args: readonly string[], listener: ProgramListener) {
		this.#name = name;
		this.#subprocess = execa(process.execPath, [file, ...args], {
			stdin: 'pipe',
			stdout: 'pipe',
			stderr: 'pipe',
			buffer: false,
			reject: false,
			// A group of its own: a terminal's Ctrl-C is the rig's to judge, and a kill reaches the
			// processes that the program has split itself into.
			detached: true,
			cleanup: false,
		});
		this.pid = this.#subprocess.pid ?? 0;
		this.workerPid = this.pid;
		this.#subprocess.stdin.on('error', () => undefined); // EPIPE: the exit tells
		this.exit = this.#follow(listener);
	}

	/** Asks for a report, and waits for it. */
	async report(): Promise<ProgramLine> {
		return new Promise((resolve, reject) => {
			if (this.#ended) {
				reject(new Error(`${this.#name} has ended`));
				return;
			}

			this.#reports.push({resolve, reject});
			this.#subprocess.stdin.write('report\n');
		});
	}

	/** Ends the program: closes its standard input, then SIGTERM, then SIGKILL. */
	async stop(): Promise<ProgramExit> {
		const steps = [
			() => this.#subprocess.stdin.end(),
			() => {
				this.#signal('SIGTERM');
			},
			() => {
				this.#signal('SIGKILL');
			},
		];
		for (const [index, step] of steps.entries()) {
			step();
			const exit = await within(this.exit, PATIENCE_MS[index] ?? 0);
			if (exit !== undefined) {
				return exit;
			}
		}

		throw new Error(`${this.#name} (pid ${this.pid}) has not ended, not even by SIGKILL`);
	}

	#signal(signal: NodeJS.Signals): void {
		if (this.#ended) {
			return;
		}

		try {
			process.kill(-this.pid, signal);
		} catch {
			// ESRCH: it ended meanwhile.
		}
	}

	async #follow(listener: ProgramListener): Promise<ProgramExit> {
		const stdout = createInterface({input: this.#subprocess.stdout});
		stdout.on('line', text => {
			this.#take(text, listener);
		});
		const stderr = createInterface({input: this.#subprocess.stderr});
		stderr.on('line', text => {
			this.#stderr.push(text.slice(0, KEPT_LENGTH));
			this.#stderr.splice(0, this.#stderr.length - KEPT_LINES);
		});
		const [result] = await Promise.all([this.#subprocess, ended(stdout), ended(stderr)]);
		this.#ended = true;
		const exit = {
			code: result.exitCode ?? null,
			signal: result.signal ?? null,
			stderr: this.#stderr,
		};
		for (const waiter of this.#reports.splice(0)) {
			waiter.reject(new Error(`${this.#name} ended before it had reported`));
		}

		listener.exit(exit);
		return exit;
	}

	#take(text: string, listener: ProgramListener): void {
		const line = parseLine(text);
		if (line['event'] === 'ready' && typeof line['pid'] === 'number') {
			this.workerPid = line['pid'];
		}

		const waiter = line['event'] === 'report' ? this.#reports.shift() : undefined;
		if (waiter === undefined) {
			listener.line(line);
		} else {
			waiter.resolve(line);
		}
	}
}

/** A line as an object; what is none becomes an event of its own, so that nothing gets lost. */
function parseLine(text: string): ProgramLine {
	try {
		const line: unknown = JSON.parse(text);
		if (typeof line === 'object' && line !== null && 'event' in line) {
			return line;
		}
	} catch {
		// Not JSON: as below.
	}

	return {event: 'unreadable', text: text.slice(0, KEPT_LENGTH)};
}

async function ended(lines: ReturnType<typeof createInterface>): Promise<void> {
	return new Promise(resolve => {
		lines.on('close', resolve);
	});
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
	const cancel = new AbortController();
	try {
		return await Promise.race([
			promise,
			delay(ms, undefined, {signal: cancel.signal}).catch(() => undefined),
		]);
	} finally {
		cancel.abort();
	}
}
