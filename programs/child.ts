// A program that we have started: its events, its reports, its last words, its end.
//
// Measured programs load this file, so it needs nothing but Node.js itself.
import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {Readable, Writable} from 'node:stream';

/**
 * How long a program may take to end after its standard input was closed, SIGTERM, SIGKILL. The kernel still
 * has to close the sockets of one that is killed: a million take most of a minute on an emulated processor.
 */
const PATIENCE_MS = {input: 10_000, SIGTERM: 5000, SIGKILL: 90_000} as const;
/** The same, for each connection that a program said it has open, and ends one by one. */
const PER_CONNECTION_MS = 0.1;
const KEPT_LINES = 20;
const KEPT_LENGTH = 500;

/** A JSON line of docs/programs.md; a line that is none is `{event: 'unreadable', text}`. */
export type ProgramLine = Readonly<Record<string, unknown>>;

/** How a program ended: its status or signal, and the last lines of its standard error. */
export type ProgramExit = {
	readonly code: number | null;
	readonly signal: string | null;
	readonly stderr: readonly string[];
};

/** What a program is told to be started with. */
export type ChildOptions = {
	/** What messages call it. */
	readonly name: string;
	/** The program and its arguments: no shell. */
	readonly command: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
	/** The folder that it is started in; none: ours. */
	readonly cwd?: string;
	/** The one processor that all of its threads run on, by taskset(1). */
	readonly cpu?: number;
	/**
	 * It leads a session and a process group of its own: Ctrl-C at a terminal is for us alone, and a
	 * signal reaches also the processes that it has split itself into. Those end with it.
	 */
	readonly ownGroup?: boolean;
	/**
	 * SIGKILL for it where this process dies, by setpriv(1) (PR_SET_PDEATHSIG in prctl(2)); `TERM` for one
	 * that then ends the processes which it has started: they have no such signal.
	 */
	readonly diesWithUs?: boolean | 'TERM';
	/** Descriptors of ours that it has as its own 3, 4, …. */
	readonly inherited?: readonly number[];
	/** What makes it end in good order. Programs of ours end with their standard input, the default. */
	readonly endedBy?: 'input' | 'SIGTERM';
	/** Called with each of its lines, but for the answers to `report()`. */
	line?(line: ProgramLine): void;
	/** Called when it has ended and all that it wrote was read. */
	exit?(exit: ProgramExit): void;
};

/** A program of ours, or of others: a command, with pipes to its standard input and output. */
export class Child {
	readonly name: string;
	/** 0 where it could not be started: `exit` tells why. */
	readonly pid: number;
	/** The process that does its work: its own, unless its `ready` says that it is another. */
	workerPid: number;
	/** Settles when it has ended and all that it wrote was read; never rejects. */
	readonly exit: Promise<ProgramExit>;
	readonly stdout: Readable;
	readonly stderr: Readable;
	readonly #options: ChildOptions;
	readonly #process: ChildProcess;
	readonly #stdin: Writable;
	/** The last line of each kind. */
	readonly #last = new Map<string, ProgramLine>();
	readonly #reports: Array<(line: ProgramLine) => void> = [];
	readonly #watchers = new Set<() => void>();
	readonly #words: string[] = [];
	#isSuspended = false;
	#exit: ProgramExit | undefined;

	constructor(options: ChildOptions) {
		const [file = '', ...args] = wrapped(options);
		this.name = options.name;
		this.#options = options;
		this.#process = spawn(file, args, {
			stdio: ['pipe', 'pipe', 'pipe', ...(options.inherited ?? [])],
			detached: options.ownGroup ?? false,
			...(options.env && {env: options.env}),
			...(options.cwd !== undefined && {cwd: options.cwd}),
		});
		this.pid = this.#process.pid ?? 0;
		this.workerPid = this.pid;
		// Before 'close', which comes once nobody has its output any more.
		this.#process.on('exit', () => {
			this.#endGroup();
		});
		// There are no pipes where this process has no descriptor left for them.
		this.#stdin = this.#process.stdin ?? new Writable();
		this.stdout = this.#process.stdout ?? Readable.from([]);
		this.stderr = this.#process.stderr ?? Readable.from([]);
		this.#stdin.on('error', () => undefined); // EPIPE: the exit tells
		createInterface({input: this.stdout}).on('line', text => {
			this.#take(text);
		});
		createInterface({input: this.stderr}).on('line', text => {
			this.#words.push(text.slice(0, KEPT_LENGTH));
			this.#words.splice(0, this.#words.length - KEPT_LINES);
		});
		this.exit = this.#untilClosed();
	}

	/** The last lines of its standard error. */
	get words(): readonly string[] {
		return this.#words;
	}

	/** How it ended, with its last words, in one line; undefined while it runs. */
	get end(): string | undefined {
		if (this.#exit === undefined) {
			return undefined;
		}

		const {code, signal, stderr} = this.#exit;
		const words = [...stderr, ...causeOf(this.#last.get('failed'))].join('; ');
		const how = signal === null ? `with status ${code ?? '?'}` : `by ${signal}`;
		return `${this.name} ended ${how}${words && `: ${words}`}`;
	}

	/** @throws Error where it has ended. */
	assertRunning(): void {
		if (this.end !== undefined) {
			throw new Error(this.end);
		}
	}

	/**
	 * The last line with this `event`, or the first that comes.
	 * @throws Error where the program ends first, or says nothing of the kind for `boundMs`.
	 */
	async waitFor(event: string, boundMs?: number): Promise<ProgramLine> {
		return this.#until(() => this.#last.get(event), event, boundMs);
	}

	/**
	 * Asks for a report, and waits for it, for `boundMs` at most where that is given.
	 * @throws Error where the program ends first, or is silent.
	 */
	async report(boundMs?: number): Promise<ProgramLine> {
		let answer: ProgramLine | undefined;
		this.assertRunning();
		this.#reports.push(line => {
			answer = line;
		});
		this.write('report\n');
		return this.#until(() => answer, 'report', boundMs);
	}

	/** Writes to its standard input; to one that has ended, nothing. */
	write(text: string): void {
		this.#stdin.write(text);
	}

	/** Closes its standard input after `last`, which tells a program of ours to end. */
	closeInput(last = ''): void {
		this.#stdin.end(last);
	}

	/** Sends it a signal, and its group where it has one of its own; nothing where it has ended. */
	signal(name: NodeJS.Signals): void {
		if (this.#exit !== undefined || this.pid === 0) {
			return;
		}

		try {
			process.kill(this.#options.ownGroup === true ? -this.pid : this.pid, name);
		} catch {
			// ESRCH: it ended meanwhile.
		}
	}

	/** Stops it where it is (SIGSTOP), until `resume` or `stop`. */
	suspend(): void {
		this.#isSuspended = true;
		this.signal('SIGSTOP');
	}

	/** Lets it go on. */
	resume(): void {
		this.#isSuspended = false;
		this.signal('SIGCONT');
	}

	/**
	 * Ends it in good order, then by SIGTERM, then by SIGKILL.
	 * @throws Error where nothing ends it.
	 */
	async stop(): Promise<ProgramExit> {
		if (this.#isSuspended) {
			this.resume();
		}

		this.closeInput();
		const {endedBy = 'input'} = this.#options;
		const steps = ['input', 'SIGTERM', 'SIGKILL'] as const;
		for (const step of steps.slice(steps.indexOf(endedBy))) {
			if (step !== 'input') {
				this.signal(step);
			}

			const open = step === 'input' ? Number(this.#last.get('ready')?.['open'] ?? 0) : 0;
			if (await settles(this.exit, PATIENCE_MS[step] + open * PER_CONNECTION_MS)) {
				return this.exit;
			}
		}

		throw new Error(`${this.name} (pid ${this.pid}) has not ended, not even by SIGKILL`);
	}

	/** What it has left behind in its group, where it was killed and could not see to it. */
	#endGroup(): void {
		if (this.#options.ownGroup === true && this.pid > 0) {
			try {
				process.kill(-this.pid, 'SIGKILL');
			} catch {
				// ESRCH: nothing is left of it.
			}
		}
	}

	#take(text: string): void {
		const line = parseLine(text);
		const event = String(line['event']);
		if (event === 'ready' && typeof line['pid'] === 'number') {
			this.workerPid = line['pid'];
		}

		const answer = event === 'report' ? this.#reports.shift() : undefined;
		if (answer === undefined) {
			this.#last.set(event, line);
			this.#options.line?.(line);
		} else {
			answer(line);
		}

		this.#wake();
	}

	async #untilClosed(): Promise<ProgramExit> {
		this.#exit = await new Promise<ProgramExit>(resolve => {
			this.#process.on('error', ({message}) => {
				resolve({code: null, signal: null, stderr: [message]});
			});
			this.#process.on('close', (code, signal) => {
				resolve({code, signal, stderr: this.#words});
			});
		});
		this.#wake();
		this.#options.exit?.(this.#exit);
		return this.#exit;
	}

	async #until(
		find: () => ProgramLine | undefined,
		event: string,
		boundMs?: number,
	): Promise<ProgramLine> {
		let timer: NodeJS.Timeout | undefined;
		let watcher: () => void = () => undefined;
		try {
			return await new Promise((resolve, reject) => {
				watcher = () => {
					const line = find();
					if (line !== undefined) {
						resolve(line);
					} else if (this.end !== undefined) {
						reject(new Error(this.end));
					}
				};
				this.#watchers.add(watcher);
				if (boundMs !== undefined) {
					timer = setTimeout(() => {
						reject(new Error(`${this.name} did not say "${event}" within ${boundMs / 1000} s`));
					}, boundMs);
				}

				watcher();
			});
		} finally {
			clearTimeout(timer);
			this.#watchers.delete(watcher);
		}
	}

	#wake(): void {
		for (const watcher of this.#watchers) {
			watcher();
		}
	}
}

function wrapped({command, cpu, diesWithUs}: ChildOptions): string[] {
	return [
		...(diesWithUs === undefined || diesWithUs === false
			? []
			: ['setpriv', '--pdeathsig', diesWithUs === 'TERM' ? 'TERM' : 'KILL']),
		...(cpu === undefined ? [] : ['taskset', '-c', String(cpu)]),
		...command,
	];
}

/** The cause in the `failed` of deadconn and pipetest, and what to do. */
function causeOf(failed?: ProgramLine): string[] {
	const {reason, limit, value, remedy} = failed ?? {};
	return failed ? [reason, `${String(limit)} is ${String(value)}`, remedy].map(String) : [];
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

/** Whether `promise` settles within `ms`. */
async function settles(promise: Promise<unknown>, ms: number): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<boolean>(resolve => {
		timer = setTimeout(resolve, ms, false);
	});
	try {
		return await Promise.race([promise.then(() => true), late]);
	} finally {
		clearTimeout(timer);
	}
}
