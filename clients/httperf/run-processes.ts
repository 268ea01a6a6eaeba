// Several processes as one load client: started, told when to measure, and merged.
import {createInterface} from 'node:readline';
import {monotonicSeconds} from '../../linux/clock.js';
import {isInputWatched} from '../../linux/standard-input.js';
import {Child} from '../../programs/child.js';
import {commandOf} from '../../programs/command-of.js';
import type {Options} from './options.js';
import {type Part, mergeParts} from './part.js';
import type {Reporter, Standing} from './reporter.js';
import type {Result} from './result.js';
import {encodeShare, shareOf} from './share.js';
import {leadOf} from './window.js';

/** From the order to measure to the first that is done of it, in seconds: all have heard it by then. */
const NOTICE_SECONDS = 0.25;

/**
 * Loads the server at `address` with `options.processes` processes, until all have come to their end.
 * @throws Error where one of them is lost: the others are ended.
 */
export async function runProcesses(
	options: Options,
	address: string,
	reporter: Reporter,
): Promise<Result> {
	return new Crew(options, address, reporter).run();
}

class Crew {
	readonly #options: Options;
	readonly #reporter: Reporter;
	readonly #children: readonly Child[];
	/** What each has said so far. */
	readonly #said = new Map<string, number>();
	readonly #startedAt = performance.now();
	#connected = 0;
	#isOrdered = false;
	#isOver = false;
	readonly #parts: Part[] = [];

	constructor(options: Options, address: string, reporter: Reporter) {
		this.#options = options;
		this.#reporter = reporter;
		this.#children = Array.from({length: options.processes}, (_, index) =>
			this.#start(index, address),
		);
		for (const signal of ['SIGTERM', 'SIGINT'] as const) {
			process.on(signal, () => {
				this.#stop(signal);
			});
		}

		if (isInputWatched()) {
			createInterface(process.stdin)
				.on('line', line => {
					if (line === 'report') {
						// One that has ended tells no more: the run is about to end as well.
						void this.#report().catch(() => undefined);
					}
				})
				.on('close', () => {
					this.#stop('standard input closed');
				});
		}
	}

	/** @throws Error where one of them ends without its part. */
	async run(): Promise<Result> {
		try {
			await Promise.all(this.#children.map(async child => this.#untilEnded(child)));
			return mergeParts(this.#parts);
		} finally {
			this.#isOver = true;
			await Promise.all(this.#children.map(async child => child.stop()));
			process.stdin.destroy();
		}
	}

	#start(index: number, address: string): Child {
		const {processes} = this.#options;
		const child = new Child({
			name: `process ${index + 1} of ${processes}`,
			command: commandOf('clients/httperf/processes/client', [
				encodeShare(shareOf(this.#options, index), address),
			]),
			ownGroup: true,
			diesWithUs: true,
			line: line => {
				this.#hear(line);
			},
		});
		createInterface({input: child.stderr}).on('line', line => {
			this.#reporter.warn(line, () => line.replace(/^httperf: /, ''));
		});
		return child;
	}

	#hear({event, connections, part}: Readonly<Record<string, unknown>>): void {
		const name = String(event);
		const count = (this.#said.get(name) ?? 0) + 1;
		this.#said.set(name, count);
		if (name === 'connected') {
			this.#connected += Number(connections);
		} else if (name === 'part') {
			this.#parts.push(part as Part);
		}

		const isLast = count === this.#children.length;
		if (name === 'connected' && isLast) {
			this.#reporter.connected(this.#connected);
		} else if (name === 'measuring' && isLast) {
			this.#reporter.measuring();
		} else if (name === 'measured' && isLast) {
			this.#reporter.measured();
		} else if (name === 'warm' || name === 'part') {
			this.#orderWindow();
		}
	}

	/** The window of all begins at one time: when all are warm that have not ended before. */
	#orderWindow(): void {
		const warm = this.#said.get('warm') ?? 0;
		if (this.#isOrdered || warm === 0 || warm + this.#parts.length < this.#children.length) {
			return;
		}

		this.#isOrdered = true;
		const {warmupMs, durationMs} = this.#options;
		if (warmupMs > 0) {
			this.#reporter.warm();
		}

		const at = monotonicSeconds() + NOTICE_SECONDS + leadOf(durationMs) / 1000;
		for (const child of this.#children) {
			child.write(`window ${at}\n`);
		}
	}

	/** @throws Error where one of them has ended. */
	async #report(): Promise<void> {
		const reports = await Promise.all(this.#children.map(async child => child.report()));
		const all = reports as unknown as Array<Standing & {cpu: {user: number; system: number}}>;
		const sum = (of: (report: (typeof all)[number]) => number) =>
			all.reduce((total, report) => total + of(report), 0);
		this.#reporter.report({
			seconds: (performance.now() - this.#startedAt) / 1000,
			replies: sum(({replies}) => replies),
			open: sum(({open}) => open),
			cpu: {user: sum(({cpu}) => cpu.user), system: sum(({cpu}) => cpu.system)},
		});
	}

	/** Each ends the load that it is at, and tells its part. */
	#stop(why: string): void {
		if (!this.#isOver) {
			this.#reporter.stopped(why);
		}

		for (const child of this.#children) {
			child.closeInput();
		}
	}

	async #untilEnded(child: Child): Promise<void> {
		const {code} = await child.exit;
		if (code !== 0) {
			throw new Error(
				`${child.end ?? ''}: its connections are lost, and the others are ended; see who ended it (the kernel log tells of an out-of-memory kill)`,
			);
		}
	}
}
