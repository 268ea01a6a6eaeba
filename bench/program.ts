// A program of a comparison: pinned to one processor, and gone when this process is.
import {Child, type ProgramLine} from '../programs/child.js';
import {commandOf} from '../programs/command-of.js';

const ANSWER_MS = 30_000;

/** A running program, which may speak docs/programs.md's JSON lines. */
export class Program extends Child {
	/** The `event` that it says, within `ms`. */
	override async waitFor(event: string, ms = ANSWER_MS): Promise<ProgramLine> {
		return super.waitFor(event, ms);
	}

	override async report(): Promise<ProgramLine> {
		return super.report(ANSWER_MS);
	}

	/** The result that it ends with; it has ended when this returns. */
	async result(): Promise<ProgramLine> {
		const result = await this.waitFor('result');
		await this.stop();
		return result;
	}
}

/** How to start a program of others: what messages call it, its command, its only processor. */
export type ProgramOptions = {
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cpu: number;
	/** What makes it end in good order: the end of its standard input, by default. */
	readonly endedBy?: 'input' | 'SIGTERM';
};

/** Starts it; should this process be killed, so is the program, even a suspended one. */
export function startProgram({command, args, ...options}: ProgramOptions): Program {
	return new Program({...options, command: [command, ...args], diesWithUs: true});
}

/** Starts dist/`folder`/main.js with --json, on `cpu`. */
export function startOurs(folder: string, args: readonly string[], cpu: number): Program {
	return new Program({
		name: `our ${folder.slice(folder.indexOf('/') + 1)}`,
		command: commandOf(folder, [...args, '--json']),
		cpu,
		diesWithUs: true,
	});
}
