// How an agent is reached: a byte stream each way. Local, ssh and virtual-machine hosts differ only here.
import type {Readable, Writable} from 'node:stream';

/** A stream to an agent, and the process that carries it. */
export type Carrier = {
	/** What the agent writes. */
	readonly output: Readable;
	/** What the agent reads: its end tells the agent to stop everything. */
	readonly input: Writable;
	/** Resolves, once the carrier has ended, with what it said at the end. */
	readonly ended: Promise<string>;
	/** How many times longer than on a real machine its agent may take; 1 where this says nothing. */
	readonly slowness?: number;
	/** Each start is a machine of its own: no former agent is left on it. */
	readonly isNewMachine?: boolean;
	/** Ends a carrier whose agent does not end by itself. */
	kill(): void;
};
