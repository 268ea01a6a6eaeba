// A program of a comparison: started pinned to one processor, asked, suspended, and always ended.
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {z} from 'zod';

const ANSWER_SECONDS = 30;
const END_SECONDS = 10;
const STDERR_KEPT = 2000;
/** What taskset(1) and the shell end with where a program is not found. */
const NOT_FOUND = 127;

const eventSchema = z.looseObject({event: z.string()});
const failedSchema = z.object({
	open: z.number(),
	of: z.number(),
	limit: z.string(),
	value: z.string(),
	remedy: z.string(),
});

type Waiter = {
	readonly event: string;
	readonly resolve: (event: unknown) => void;
	readonly reject: (error: Error) => void;
};

/** How to start a program. */
export type ProgramOptions = {
	/** What messages call it. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	/** The one processor that all of its threads run on. */
	readonly cpu: number;
	/** What makes it end in good order: the end of its standard input (the default), or SIGTERM. */
	readonly endedBy?: 'input' | 'SIGTERM';
	/** Where it comes from, for the message where it is missing. */
	readonly debianPackage?: string;
};

const running = new Set<Program>();

process.on('exit', () => {
	for (const program of running) {
		program.kill();
	}
});

/** A running program that may speak docs/programs.md's JSON lines. */
export class Program {
	readonly name: string;
	readonly #options: ProgramOptions;
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	readonly #closed: Promise<void>;
	#stderr = '';
	#end: string | undefined;
	#waiter: Waiter | undefined;

	/**
	 * Starts a program. Should this process be killed, so are its programs, even suspended ones
	 * (PR_SET_PDEATHSIG in prctl(2)); SIGTERM where only that lets a program take its children along.
	 */
	constructor(options: ProgramOptions) {
		this.name = options.name;
		this.#options = options;
		const signal = options.endedBy === 'SIGTERM' ? 'TERM' : 'KILL';
		const pinned = ['taskset', '-c', String(options.cpu), options.command, ...options.args];
		this.#child = spawn('setpriv', ['--pdeathsig', signal, ...pinned], {
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		running.add(this);
		this.#closed = this.#follow();
	}

	/** The process, and its children where it has any. */
	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/**
	 * The next `event` that it prints.
	 * @throws Error where it ends first, says that it failed, or is silent for `seconds`.
	 */
	async until(event: string, seconds = ANSWER_SECONDS): Promise<unknown> {
		this.assertRunning();
		let timer: NodeJS.Timeout | undefined;
		try {
			return await new Promise((resolve, reject) => {
				this.#waiter = {event, resolve, reject};
				timer = setTimeout(() => {
					reject(new Error(`${this.name} did not say "${event}" within ${seconds} s`));
				}, seconds * 1000);
			});
		} finally {
			clearTimeout(timer);
			this.#waiter = undefined;
		}
	}

	/** Its answer to `report`. */
	async report(): Promise<unknown> {
		this.#child.stdin.write('report\n');
		return this.until('report');
	}

	/** The result that it ends with; it has ended when this returns. */
	async result(): Promise<unknown> {
		const result = await this.until('result');
		await this.stop();
		return result;
	}

	/** Stops it where it is (SIGSTOP), until `resume`. */
	suspend(): void {
		this.#child.kill('SIGSTOP');
	}

	/** Lets it go on. */
	resume(): void {
		this.#child.kill('SIGCONT');
	}

	/** @throws Error where it has ended. */
	assertRunning(): void {
		if (this.#end !== undefined) {
			throw new Error(this.#end);
		}
	}

	/** Ends it in good order, by force where that takes too long. */
	async stop(): Promise<void> {
		this.resume();
		this.#child.stdin.end();
		if (this.#options.endedBy === 'SIGTERM') {
			this.#child.kill('SIGTERM');
		}

		const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_SECONDS * 1000);
		await this.#closed;
		clearTimeout(timer);
	}

	/** Ends it at once. */
	kill(): void {
		this.#child.kill(this.#options.endedBy === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL');
		this.resume();
	}

	async #follow(): Promise<void> {
		const {stdin, stdout, stderr} = this.#child;
		// A program that has ended is noticed below; what was still written to it says nothing more.
		stdin.on('error', () => undefined);
		stderr.on('data', (chunk: Buffer) => {
			this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_KEPT);
		});
		createInterface({input: stdout}).on('line', line => {
			if (line.startsWith('{')) {
				this.#receive(line);
			}
		});
		await new Promise<void>(resolve => {
			this.#child.on('error', error => {
				this.#ended(error.message);
				resolve();
			});
			this.#child.on('close', (status, signal) => {
				this.#ended(signal ?? `status ${status ?? '?'}`, status);
				resolve();
			});
		});
	}

	#receive(line: string): void {
		const message = eventSchema.parse(JSON.parse(line));
		if (message.event === 'failed') {
			const {open, of, limit, value, remedy} = failedSchema.parse(message);
			this.#stderr = `${open} of ${of} connections are open; ${limit} (${value}); ${remedy}`;
		}

		if (message.event === this.#waiter?.event) {
			this.#waiter.resolve(message);
		}
	}

	#ended(how: string, status: number | null = null): void {
		running.delete(this);
		const {debianPackage} = this.#options;
		const hint =
			status === NOT_FOUND && debianPackage !== undefined
				? `; is it installed? (Debian: apt install ${debianPackage})`
				: '';
		const said = this.#stderr.trim();
		this.#end = `${this.name} ended (${how})${said && `: ${said}`}${hint}`;
		this.#waiter?.reject(new Error(this.#end));
	}
}
