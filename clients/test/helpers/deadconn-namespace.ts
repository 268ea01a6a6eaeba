// A network namespace of a test's own: its addresses, ports and sysctls are nobody else's.
import {
	execFileSync,
	spawn,
	spawnSync,
	type ChildProcess,
	type ChildProcessByStdio,
} from 'node:child_process';
import {once} from 'node:events';
import type {Readable, Writable} from 'node:stream';
import {type Deadconn, runDeadconn} from './deadconn.js';

/** Why no namespace can be made here, or undefined where it can. */
export function whyNoNamespace(): string | undefined {
	const {status, stderr, error} = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up'], {
		encoding: 'utf8',
	});
	return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** A network namespace; it ends with the test. */
export class Namespace {
	readonly #holder: ChildProcess;
	readonly #programs: ChildProcess[] = [];

	/** Makes one in which lo is up. */
	static async create(): Promise<Namespace> {
		const script = 'ip link set lo up && echo up && exec cat';
		const holder = spawn('unshare', ['-n', 'sh', '-c', script], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		await once(holder.stdout, 'data');
		return new Namespace(holder);
	}

	private constructor(holder: ChildProcess) {
		this.#holder = holder;
	}

	/** The process that holds it. */
	get pid(): number {
		return this.#holder.pid ?? -1;
	}

	/** Runs a shell command in it. Returns what it printed. */
	run(command: string): string {
		return execFileSync('nsenter', [...this.#enter, 'sh', '-c', command], {encoding: 'utf8'});
	}

	/** Starts deadconn in it, with `--json`. */
	startDeadconn(...args: string[]): Deadconn {
		return runDeadconn([...args, '--json'], ['nsenter', ...this.#enter]);
	}

	/** Starts a Node program in it, to be killed with it. */
	startProgram(path: string, ...args: string[]): ChildProcessByStdio<Writable, Readable, null> {
		const program = spawn('nsenter', [...this.#enter, process.execPath, path, ...args], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		this.#programs.push(program);
		return program;
	}

	[Symbol.dispose](): void {
		for (const process of [...this.#programs, this.#holder]) {
			process.kill('SIGKILL');
		}
	}

	get #enter(): string[] {
		return [`--net=/proc/${this.pid}/ns/net`];
	}
}
