// One program that an agent has started.
import {Child, type ProgramLine, type ProgramExit} from '../../programs/child.js';

/** What a program tells the agent. */
export type ProgramListener = {
	line(line: ProgramLine): void;
	exit(exit: ProgramExit): void;
};

/** A running program of this project. Its standard input is the tie: when that ends, it ends. */
export class ProgramProcess extends Child {
	/** Starts `file`, a module, with node itself: no shell, and no loader in a measured process. */
	constructor(name: string, file: string, args: readonly string[], listener: ProgramListener) {
		super({name, command: [process.execPath, file, ...args], ownGroup: true, ...listener});
	}
}
