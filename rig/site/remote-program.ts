// A program on a host, as the rig sees it: what it said so far, and waits for what it will say.
import {bounded} from '../bounded.js';
import {Failure} from '../failure.js';
import type {ProcessCounts} from '../agent/protocol.js';
import type {ProgramExit, ProgramLine} from '../../programs/child.js';

/** How long a program may take to answer a request for a report. A turn of poll can be long. */
const REPORT_BOUND_MS = 20_000;
/** Longer than an agent's patience with a program that does not end. */
const STOP_BOUND_MS = 240_000;

/** What the program's host does for it. */
export type ProgramControl = {
	report(): Promise<ProgramLine>;
	counters(hardware: boolean): Promise<ProcessCounts>;
	stop(): Promise<ProgramExit>;
};

/** One program that was started on a host. */
export class RemoteProgram {
	readonly #lines: ProgramLine[] = [];
	readonly #watchers = new Set<() => void>();
	#exit: ProgramExit | undefined;
	#lost: string | undefined;
	#stopped: Promise<ProgramExit> | undefined;

	constructor(
		readonly name: string,
		readonly pid: number,
		/** How many times longer than on a real machine it may take. */
		private readonly slowness: number,
		private readonly control: ProgramControl,
	) {}

	/** The lines with this `event` so far. */
	lines(event: string): ProgramLine[] {
		return this.#lines.filter(line => line['event'] === event);
	}

	/**
	 * Waits until the program has said one of `events`, and returns that line, also where it came
	 * before.
	 * @throws Failure where the program, or one of `companions`, ends first, or after `boundMs`;
	 * Interrupted.
	 */
	async waitFor(
		events: readonly string[],
		boundMs: number,
		signal: AbortSignal,
		companions: readonly RemoteProgram[] = [],
	): Promise<ProgramLine> {
		const watched = [this, ...companions];
		let watcher: () => void = () => undefined;
		const found = new Promise<ProgramLine>((resolve, reject) => {
			watcher = () => {
				const line = this.#lines.find(({event}) => events.includes(String(event)));
				const end = watched.find(program => program.end !== undefined)?.end;
				if (line !== undefined) {
					resolve(line);
				} else if (end !== undefined) {
					reject(new Failure(end));
				}
			};
		});
		watched.forEach(program => program.#watchers.add(watcher));
		watcher();
		try {
			return await bounded(found, boundMs, `"${events.join('" or "')}" from ${this.name}`, signal);
		} finally {
			watched.forEach(program => program.#watchers.delete(watcher));
		}
	}

	/**
	 * Asks for a report.
	 * @throws Failure where the program has ended or does not answer; Interrupted.
	 */
	async report(signal: AbortSignal): Promise<ProgramLine> {
		if (this.end !== undefined) {
			throw new Failure(this.end);
		}

		return bounded(
			this.control.report(),
			REPORT_BOUND_MS * this.slowness,
			`report from ${this.name}`,
			signal,
		);
	}

	/** What the kernel has counted of it so far; and the processor, since that was first asked for. */
	async counters({hardware = false} = {}): Promise<ProcessCounts> {
		return this.control.counters(hardware);
	}

	/** Ends the program, in order; the second call waits for what the first began. */
	async stop(): Promise<ProgramExit> {
		this.#stopped ??= bounded(
			this.control.stop(),
			STOP_BOUND_MS * this.slowness,
			`end of ${this.name}`,
		);
		return this.#stopped;
	}

	/** How the program ended and its last words, in one line; undefined while it runs. */
	get end(): string | undefined {
		if (this.#exit === undefined) {
			return this.#lost;
		}

		const {code, signal, stderr} = this.#exit;
		const how = signal === null ? `with status ${code ?? '?'}` : `by ${signal}`;
		const words = stderr.length > 0 ? `: ${stderr.join('; ')}` : '';
		return `${this.name} ended ${how}${words}`;
	}

	/** @internal The host passes on what the agent tells. */
	take(line: ProgramLine): void {
		this.#lines.push(line);
		this.#wake();
	}

	/** @internal */
	ended(exit: ProgramExit): void {
		this.#exit = exit;
		this.#wake();
	}

	/** @internal The agent is gone, and the program with it. */
	lost(reason: string): void {
		this.#lost ??= reason;
		this.#wake();
	}

	#wake(): void {
		for (const watcher of this.#watchers) {
			watcher();
		}
	}
}
