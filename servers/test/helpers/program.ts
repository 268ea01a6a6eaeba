// Runs dphttpd as a process of its own, as people and the rig do.
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

/** dphttpd's compiled program. */
export const dphttpd = fileURLToPath(new URL('../../dphttpd/main.js', import.meta.url));

/** The fields of its events that tests look at (docs/programs.md). */
export type Event = {
	event: string;
	mechanism: string;
	port: number;
	pid: number;
	reason: string;
	message: string;
	replies: number;
	waits: number;
	connections: {now: number; peak: number; accepted: number; refused: number};
	syscalls: Record<string, number>;
	cpu: {user: number; system: number};
	rss: number;
};

/** A running program that writes events. It is killed when the test ends, whatever happened. */
export class Program {
	readonly events: Event[] = [];
	errors = '';
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	readonly #exit: Promise<number>;

	constructor(command: string, args: readonly string[]) {
		this.#child = spawn(command, args, {stdio: ['pipe', 'pipe', 'pipe']});
		this.#exit = once(this.#child, 'close').then(([code]) => (code as number | null) ?? -1);
		createInterface({input: this.#child.stdout}).on('line', line => {
			this.events.push(JSON.parse(line) as Event);
		});
		this.#child.stderr.on('data', (data: Buffer) => {
			this.errors += data.toString();
		});
		// A program that has ended does not read what it is sent.
		this.#child.stdin.on('error', () => undefined);
	}

	get pid(): number {
		return this.#child.pid ?? -1;
	}

	/** Waits for event number `index` (from 0) of a kind. */
	async event(name: string, index = 0): Promise<Event> {
		return waitFor(
			() => this.events.filter(({event}) => event === name)[index],
			() => `no ${name} event: ${this.errors}`,
		);
	}

	/** Asks for a report, and waits for it. */
	async report(): Promise<Event> {
		const before = this.events.filter(({event}) => event === 'report').length;
		this.#child.stdin.write('report\n');
		return this.event('report', before);
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	/** Closes its standard input and waits for its end. Returns its exit status. */
	async close(): Promise<number> {
		this.#child.stdin.end();
		return this.exit();
	}

	async exit(): Promise<number> {
		return this.#exit;
	}

	[Symbol.dispose](): void {
		this.#child.kill('SIGKILL');
	}
}

/** Starts dphttpd with `--json` on a free port of 127.0.0.1. */
export function startServer(...args: string[]): Program {
	const common = ['--json', '--port', '0', '--address', '127.0.0.1'];
	return new Program(process.execPath, [dphttpd, ...common, ...args]);
}

/** Starts dphttpd with at most `limit` descriptors (RLIMIT_NOFILE). */
export function startLimitedServer(limit: number, ...args: string[]): Program {
	const script = `ulimit -n ${limit} && exec "$0" "$@"`;
	const common = ['--json', '--port', '0', '--address', '127.0.0.1'];
	return new Program('sh', ['-c', script, process.execPath, dphttpd, ...common, ...args]);
}

/** Waits until `find` finds something, for ten seconds at most. */
export async function waitFor<T>(find: () => T | undefined, failure: () => string): Promise<T> {
	for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
		const found = find();
		if (found !== undefined) {
			return found;
		}

		await setTimeout(5);
	}

	throw new Error(failure());
}
