// One program that an agent has started.
import {ProcessCounters} from './process-counters.js';
import {Child, type ProgramLine, type ProgramExit} from '../../programs/child.js';

/** What a program tells the agent. */
export type ProgramListener = {
	line(line: ProgramLine): void;
	exit(exit: ProgramExit): void;
};

/** A running program of this project. Its standard input is the tie: when that ends, it ends. */
export class ProgramProcess extends Child {
	#counters: ProcessCounters | undefined;

	/**
	 * Starts `file`, a module, with node itself: no shell, and no loader in a measured process. It has
	 * the agent's own flags of Node.js and V8. What is no module is a program by itself.
	 */
	constructor(name: string, file: string, args: readonly string[], listener: ProgramListener) {
		super({
			name,
			command: [
				...(file.endsWith('.js') ? [process.execPath, ...process.execArgv] : []),
				...[file, ...args],
			],
			ownGroup: true,
			...listener,
		});
	}

	/** What the kernel counts of what is measured: a server of others is a child of our program. */
	get counters(): ProcessCounters {
		this.#counters ??= new ProcessCounters(this.workerPid);
		return this.#counters;
	}

	/** Ends it, and what was opened to count for it. */
	override async stop(): Promise<ProgramExit> {
		const exit = await super.stop();
		this.#counters?.[Symbol.dispose]();
		return exit;
	}
}
