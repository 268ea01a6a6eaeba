// A foreign server that runs, seen from outside.
import type {TreeUsage} from '../../linux/process-tree.js';

/** One that this program has started, or one that was there before. */
export type Running = {
	readonly address: string;
	readonly port: number;
	/** Where it speaks TLS besides. */
	readonly tlsPort?: number | undefined;
	/** It was there before, and is not ours to end. */
	readonly isAttached: boolean;
	/** Settles with how it ended, once it has. */
	readonly ended: Promise<string>;
	/** What all of its processes use. */
	readonly usage: () => TreeUsage;
	/** The processes that the one which was started has started: its workers, where it has them. */
	readonly children: () => readonly number[];
	/** The last lines of its standard error. */
	readonly words: () => readonly string[];
	/** Ends it, and whatever it has started; nothing where it is not ours. */
	readonly stop: () => Promise<void>;
};
