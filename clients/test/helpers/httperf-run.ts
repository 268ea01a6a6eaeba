// Runs load clients as processes of their own, as people and the rig do.
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import type {Readable, Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

/** Our httperf's compiled program. */
export const httperf = fileURLToPath(new URL('../../httperf/main.js', import.meta.url));

/** Debian's httperf, by its path: this package's own is called httperf as well. */
export const realHttperf = '/usr/bin/httperf';

/** Whether there is a real httperf to compare with. */
export const hasRealHttperf = existsSync(realHttperf);

/** How a run ended. */
export type Ended = {code: number; output: string; errors: string};

type Percentiles = Record<
	'count' | 'mean' | 'min' | 'p50' | 'p90' | 'p99' | 'p99.9' | 'max',
	number
>;

/** The fields of its events that tests look at (docs/programs.md). */
export type Event = {
	event: string;
	time: number;
	connections: number;
	replies: number;
	open: number;
	cpu: {user: number; system: number};
};

/** The `result` event. */
export type ResultEvent = Event & {
	mode: string;
	sends: string;
	reason: string;
	total: {connections: number; requests: number; replies: number; seconds: number};
	window: {seconds: number; replies: number; rate: number; cpuShare: number};
	replyRate: {samples: number};
	replyTimeUs: Percentiles;
	rawReplyTimeUs: Percentiles;
	status: Record<string, number>;
	errors: Record<string, number>;
	schedule: {intended: number; sent: number; late: number; skipped: number};
	bottleneck: string;
};

/** A running program. */
export class Running {
	output = '';
	errors = '';
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	readonly #ended: Promise<Ended>;

	constructor(command: string, args: readonly string[]) {
		this.#child = spawn(command, args, {stdio: ['pipe', 'pipe', 'pipe']});
		this.#ended = once(this.#child, 'close').then(([code]) => ({
			code: (code as number | null) ?? -1,
			output: this.output,
			errors: this.errors,
		}));
		this.#child.stdout.on('data', (data: Buffer) => {
			this.output += data.toString();
		});
		this.#child.stderr.on('data', (data: Buffer) => {
			this.errors += data.toString();
		});
		// A program that has ended does not read what it is sent.
		this.#child.stdin.on('error', () => undefined);
	}

	/** Its events so far, of one kind. */
	events(name: string): Event[] {
		return this.output
			.split('\n')
			.slice(0, -1)
			.map(line => JSON.parse(line) as Event)
			.filter(({event}) => event === name);
	}

	/** Waits for event number `index` (from 0) of a kind. */
	async event(name: string, index = 0): Promise<Event> {
		for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
			const found = this.events(name)[index];
			if (found) {
				return found;
			}

			await setTimeout(5);
		}

		throw new Error(`no ${name} event: ${this.output}${this.errors}`);
	}

	write(text: string): void {
		this.#child.stdin.write(text);
	}

	closeInput(): void {
		this.#child.stdin.end();
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	async ended(): Promise<Ended> {
		return this.#ended;
	}

	[Symbol.dispose](): void {
		this.#child.kill('SIGKILL');
	}
}

/** Starts our httperf. */
export function start(...args: string[]): Running {
	return new Running(process.execPath, [httperf, ...args]);
}

/** Runs a command to its end. */
export async function run(command: string, args: readonly string[]): Promise<Ended> {
	using running = new Running(command, args);
	return await running.ended();
}

/** Runs our httperf with `--json` to its end, and returns its result. */
export async function measure(...args: string[]): Promise<ResultEvent> {
	return resultOf(await run(process.execPath, [httperf, '--json', ...args]));
}

/** The result event of a run that has ended. */
export function resultOf({output, errors}: Ended): ResultEvent {
	const line = output.split('\n').find(text => text.startsWith('{"event":"result"'));
	if (line === undefined) {
		throw new Error(`no result: ${output}${errors}`);
	}

	return JSON.parse(line) as ResultEvent;
}
