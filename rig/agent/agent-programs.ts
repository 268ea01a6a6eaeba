// The programs of one agent, by number. What is asked for is checked here, before it is done.
import {ErrorCodes, type NotificationType, ResponseError} from 'vscode-jsonrpc/node.js';
import {z} from 'zod';
import {endDescendants} from '../../linux/process-tree.js';
import type {ProgramFiles} from './program-files.js';
import {ProgramProcess} from './program-process.js';
import type {ProgramExit, ProgramLine} from '../../programs/child.js';
import * as protocol from './protocol.js';

type Notify = <P>(type: NotificationType<P>, params: P) => Promise<void>;

/** Starts, asks and stops programs. Every method throws ResponseError where its parameters are bad. */
export class AgentPrograms {
	readonly #running = new Map<number, ProgramProcess>();
	#started = 0;
	#swept = Promise.resolve();

	constructor(
		private readonly files: ProgramFiles,
		private readonly notify: Notify,
	) {}

	start(params: unknown): {id: number; pid: number} {
		const {program, args} = checked(protocol.startParams, params);
		const file = this.files[program];
		if (file === undefined) {
			throw new ResponseError(
				ErrorCodes.InvalidParams,
				`there is no program ${program}; there are ${Object.keys(this.files).join(', ')}`,
			);
		}

		const id = ++this.#started;
		const process = new ProgramProcess(program, file, args, {
			line: line => {
				void this.notify(protocol.lineNotification, {id, line});
			},
			exit: exit => {
				this.#swept = this.#swept.then(async () => this.#endStrays());
				void this.notify(protocol.exitNotification, {id, exit});
			},
		});
		this.#running.set(id, process);
		return {id, pid: process.pid};
	}

	async report(params: unknown): Promise<ProgramLine> {
		return this.#find(params).report();
	}

	counters(params: unknown): protocol.ProcessCounts {
		const {id, hardware = false} = checked(protocol.countersParams, params);
		const {counters} = this.#find({id});
		if (hardware) {
			counters.countHardware();
		}

		return counters.read();
	}

	/** Ends the program, and what it may have left behind, and forgets it. */
	async stop(params: unknown): Promise<ProgramExit> {
		const exit = await this.#find(params).stop();
		await this.#swept;
		this.#running.delete((params as {id: number}).id);
		return exit;
	}

	/** Ends whatever still runs. */
	async stopAll(): Promise<void> {
		await Promise.allSettled([...this.#running.values()].map(async program => program.stop()));
		await this.#swept;
	}

	/** A program that was killed could not see to what it had started, which is ours then. */
	async #endStrays(): Promise<void> {
		await endDescendants(child => [...this.#running.values()].some(({pid}) => pid === child));
	}

	#find(params: unknown): ProgramProcess {
		const {id} = checked(protocol.programParams, params);
		const program = this.#running.get(id);
		if (program === undefined) {
			throw new ResponseError(ErrorCodes.InvalidParams, `there is no program ${id}`);
		}

		return program;
	}
}

/** Parameters, once they are known to be what they should be. */
export function checked<T>(schema: z.ZodType<T>, params: unknown): T {
	const result = schema.safeParse(params);
	if (!result.success) {
		throw new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(result.error));
	}

	return result.data;
}
