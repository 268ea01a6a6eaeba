// Runs the user's commands around a cell: before it, beside its load, after it.
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import {Failure} from '../failure.js';
import type {HookEnd, Hooks} from '../record/hooks.js';
import type {RemoteProgram} from '../site/remote-program.js';

/** What is kept of what a command wrote. */
const KEPT_CHARACTERS = 8000;

/** How long a command beside a load may take to end, once the load has: perf writes its file then. */
const PATIENCE_MS = 10_000;

/** The commands of one cell; what became of them is in `ended`. */
export class CellHooks {
	readonly ended: HookEnd[] = [];

	constructor(private readonly hooks: Hooks) {}

	/** @throws Failure where it does not end well: the cell would not be what it was to be. */
	async setup(): Promise<void> {
		const {setup} = this.hooks;
		if (setup !== undefined) {
			const {status, output} = await this.#run('setup', setup);
			if (status !== 0) {
				throw new Failure(
					`--setup ended with status ${status ?? 'of a signal'}: ${output.trim().split('\n').at(-1) ?? ''}`,
				);
			}
		}
	}

	/** Runs it beside `load`, and ends it with SIGINT after that. {pid} stands for what is measured. */
	async during<T>(programs: readonly RemoteProgram[], load: () => Promise<T>): Promise<T> {
		const {during} = this.hooks;
		if (during === undefined) {
			return load();
		}

		const command = during.replaceAll('{pid}', pidsOf(programs).join(','));
		const over = new AbortController();
		const hook = this.#run('during', command, over.signal);
		try {
			return await load();
		} finally {
			over.abort();
			await hook;
		}
	}

	async cleanup(): Promise<void> {
		const {cleanup} = this.hooks;
		if (cleanup !== undefined) {
			await this.#run('cleanup', cleanup);
		}
	}

	async #run(hook: HookEnd['hook'], command: string, over?: AbortSignal): Promise<HookEnd> {
		// A group of its own: Ctrl-C at a terminal is for us, and SIGINT reaches what the shell started.
		const child = execa('/bin/sh', ['-c', command], {
			...{stdin: 'ignore', all: true, reject: false, detached: true, cleanup: true},
		});
		const signal = (name: NodeJS.Signals) => {
			try {
				process.kill(-(child.pid ?? 0), name);
			} catch {
				// It has ended.
			}
		};
		over?.addEventListener('abort', () => {
			signal('SIGINT');
			void Promise.race([child, delay(PATIENCE_MS, undefined, {ref: false})]).then(() => {
				signal('SIGKILL');
			});
		});
		const {exitCode = null, all} = await child;
		const end = {hook, command, status: exitCode, output: all.slice(-KEPT_CHARACTERS)};
		this.ended.push(end);
		return end;
	}
}

/** What is measured: a program that tells, once it is ready, which process does its work. */
function pidsOf(programs: readonly RemoteProgram[]): number[] {
	return programs
		.filter(({name}) => name !== 'hog')
		.flatMap(program => program.lines('ready'))
		.flatMap(({pid}) => (typeof pid === 'number' ? [pid] : []));
}
