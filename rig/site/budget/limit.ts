// What stops a machine from carrying more: the shape of one such limit.
import {loadDefaults} from '../../folder-modules.js';
import type {Level} from '../../method/factor.js';
import type {Facts} from '../../record/facts.js';
import type {Option} from '../../record/option.js';

/** What is to be carried, and where. */
export type Demand = {
	/** Of the machine. */
	readonly facts: Facts;
	/** Which ends of the connections are on it: on one machine, both. */
	readonly ends: 'both' | 'server' | 'client';
	/** What is put to the test, as its probe found it; none on a machine without a server. */
	readonly option?: Option | undefined;
	/** How many source addresses the dead connections have; undefined: those of loopback. */
	readonly sources?: number | undefined;
	/** What a cell has beside what it counts: active connections, or tokens. */
	readonly active: number;
	/** Those of the cell; undefined where it may be any. */
	readonly levels?: Readonly<Record<string, Level>> | undefined;
};

/**
 * How much there is of something, and what a cell with N dead connections,
 * or N pipes, takes of it: `base + each * N`.
 */
export type Budget = {readonly value: number; readonly base: number; readonly each: number};

/** How many ends of a connection are on a machine. */
export function endsOf({ends}: Demand): 1 | 2 {
	return ends === 'both' ? 2 : 1;
}

/** One limit. Each file in the folder limits/ of a subject is one. */
export type Limit = {
	/** As people know it, as in fs.file-max. */
	readonly name: string;
	/** It bounds a machine, and not each process: two servers at once take twice as much of it. */
	readonly isShared?: true;
	/** Undefined where it does not bind here. */
	budget(demand: Demand): Budget | undefined;
	/** What raises it so far that `needed` fits. */
	remedy(needed: number, demand: Demand): string;
};

/** The limits in a folder, by the names of their files. */
export async function findLimits(folder: URL): Promise<Limit[]> {
	const modules = await loadDefaults(folder);
	return modules.map(([, limit]) => limit as Limit);
}
