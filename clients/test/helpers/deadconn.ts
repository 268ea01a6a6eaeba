// Runs deadconn as a process of its own, and reads what it says as docs/programs.md has it.
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {z} from 'zod';

/** deadconn's compiled program. */
export const deadconn = fileURLToPath(new URL('../../deadconn/main.js', import.meta.url));

const count = z.int().min(0);
const event = z.discriminatedUnion('event', [
	z.strictObject({event: z.literal('progress'), open: count, of: count}),
	z.strictObject({event: z.literal('warning'), message: z.string()}),
	z.strictObject({event: z.literal('ready'), open: count, of: count, seconds: z.number()}),
	z.strictObject({event: z.literal('closed'), closed: count, open: count}),
	z.strictObject({
		event: z.literal('report'),
		time: z.number(),
		open: count,
		closed: count,
		of: count,
		cpu: z.strictObject({user: count, system: count}),
		rss: count,
	}),
	z.strictObject({
		event: z.literal('failed'),
		open: count,
		of: count,
		limit: z.string(),
		value: z.string(),
		needed: z.string(),
		remedy: z.string(),
		reason: z.string(),
	}),
	z.strictObject({event: z.literal('end'), reason: z.string(), open: count, closed: count}),
]);

/** One event; a line that is none fails the test that reads it. */
type Event = z.infer<typeof event>;
type Named<Name extends Event['event']> = Extract<Event, {event: Name}>;

/** A running deadconn. It is killed when the test ends, whatever happened. */
export class Deadconn {
	/** Standard output and standard error so far. */
	output = '';
	errors = '';
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	readonly #exit: Promise<number>;

	/** Runs `command` with `args`: deadconn itself, or what starts it. */
	constructor(command: string, args: readonly string[]) {
		this.#child = spawn(command, args, {stdio: ['pipe', 'pipe', 'pipe']});
		this.#child.stdout.on('data', (data: Buffer) => {
			this.output += data.toString();
		});
		this.#child.stderr.on('data', (data: Buffer) => {
			this.errors += data.toString();
		});
		// A program that has ended does not read what it is sent.
		this.#child.stdin.on('error', () => undefined);
		this.#exit = new Promise(resolve => {
			this.#child.on('close', code => {
				resolve(code ?? -1);
			});
		});
	}

	get pid(): number {
		return this.#child.pid ?? -1;
	}

	get events(): Event[] {
		const lines = this.output.split('\n').slice(0, -1);
		return lines.map(line => event.parse(JSON.parse(line)));
	}

	/** The events of one kind so far. */
	all<Name extends Event['event']>(name: Name): Array<Named<Name>> {
		return this.events.filter((each): each is Named<Name> => each.event === name);
	}

	/** Waits for event number `index` (from 0) of a kind. */
	async event<Name extends Event['event']>(name: Name, index = 0): Promise<Named<Name>> {
		return waitFor(
			() => this.all(name)[index],
			() => `no ${name} event: ${this.output}${this.errors}`,
		);
	}

	/** Asks for a report, and waits for it. */
	async report(): Promise<Named<'report'>> {
		const before = this.all('report').length;
		this.ask('report');
		return this.event('report', before);
	}

	/** Waits until standard output holds `text`. */
	async says(text: string): Promise<void> {
		await waitFor(
			() => (this.output.includes(text) ? true : undefined),
			() => `no "${text}": ${this.output}${this.errors}`,
		);
	}

	/** Writes a line to its standard input. */
	ask(line: string): void {
		this.#child.stdin.write(`${line}\n`);
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	/**
	 * Closes its standard input, after `last` words, and waits for its end. Returns its exit
	 * status, -1 after a signal.
	 */
	async close(last = ''): Promise<number> {
		this.#child.stdin.end(last);
		return this.exit();
	}

	async exit(): Promise<number> {
		return this.#exit;
	}

	[Symbol.dispose](): void {
		this.#child.kill('SIGKILL');
	}
}

/** Starts deadconn with `--json` against 127.0.0.1:`port`. */
export function startDeadconn(port: number, number: number, ...args: string[]): Deadconn {
	return new Deadconn(process.execPath, [
		deadconn,
		'127.0.0.1',
		String(port),
		String(number),
		'--json',
		...args,
	]);
}

/** Starts it with at most `limit` descriptors (RLIMIT_NOFILE). */
export function startLimited(limit: number, ...args: string[]): Deadconn {
	return new Deadconn('sh', [
		'-c',
		`ulimit -n ${limit} && exec "$0" "$@"`,
		process.execPath,
		deadconn,
		...args,
	]);
}

/** Waits until `find` finds something, for a minute at most. */
export async function waitFor<T>(find: () => T | undefined, failure: () => string): Promise<T> {
	for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
		const found = find();
		if (found !== undefined) {
			return found;
		}

		await setTimeout(10);
	}

	throw new Error(failure());
}
