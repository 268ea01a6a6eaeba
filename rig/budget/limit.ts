// What stops a machine from carrying more dead connections: the shape of one such limit.
import type {Facts} from '../hosts/protocol.js';
import type {MechanismFound} from '../programs/dphttpd.js';

/** What is to be carried, and where. */
export type Burden = {
	/** Of the machine that both ends of the connections are on. */
	readonly facts: Facts;
	readonly mechanism: MechanismFound;
	/** Active connections. */
	readonly connections: number;
};

/**
 * How much there is of something, and what a cell with N dead connections takes of it:
 * `base + perDead * N`.
 */
export type Budget = {readonly value: number; readonly base: number; readonly perDead: number};

/** One limit. Each file in rig/budget/limits/ is one. */
export type Limit = {
	/** As people know it, as in fs.file-max. */
	readonly name: string;
	/** Undefined where it does not bind here. */
	budget(burden: Burden): Budget | undefined;
	/** What raises it so far that `needed` fits. */
	remedy(needed: number, burden: Burden): string;
};

/** Descriptors of a server beside its connections: node's own, the listener, the mechanism's. */
export const SERVER_RESERVE = 40;
