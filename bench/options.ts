// The options that comparisons share.
import type {Options} from 'yargs';

/** How many pairs, and how they are run and shown. */
export const pairOptions = {
	processes: {
		type: 'number',
		default: 6,
		describe: 'pairs of processes, each of which gives one ratio',
	},
	pairs: {type: 'number', default: 3, describe: 'pairs of slices in each pair of processes'},
	'server-cpu': {type: 'number', default: 0, describe: 'processor of the servers'},
	'client-cpu': {type: 'number', default: 1, describe: 'processor of the load'},
	floor: {
		type: 'boolean',
		default: false,
		describe: 'the second side against another copy of itself: what noise alone does',
	},
	json: {type: 'boolean', default: false, describe: 'one JSON object instead of text'},
} as const satisfies Record<string, Options>;

/** How a load that goes on and on is cut into slices. */
export const sliceOptions = {
	slices: {type: 'number', default: 50, describe: 'slices a side in a pair, A B B A …'},
	slice: {type: 'number', default: 20, describe: 'length of a slice in milliseconds'},
} as const satisfies Record<string, Options>;

/** The dead connections that each server carries. */
export const deadOption = {
	dead: {type: 'number', default: 0, describe: 'dead connections to each server'},
} as const satisfies Record<string, Options>;

/** What {@link pairOptions} come to. */
export type PairOptions = {
	readonly processes: number;
	readonly pairs: number;
	readonly slices: number;
	readonly serverCpu: number;
	readonly clientCpu: number;
	readonly floor: boolean;
	readonly json: boolean;
};

/** What {@link pairOptions} and {@link sliceOptions} come to. */
export type FlowOptions = PairOptions & {readonly slice: number};

const least: Readonly<Record<string, number>> = {
	processes: 1,
	pairs: 1,
	slices: 1,
	slice: 1,
	dead: 0,
	pipes: 1,
	seconds: 1,
	rounds: 1,
	'server-cpu': 0,
	'client-cpu': 0,
};

/**
 * Checks every number.
 * @throws Error where one is no whole number, or too small.
 */
export function checkOptions(argv: Readonly<Record<string, unknown>>): true {
	for (const [name, smallest] of Object.entries(least)) {
		const value = argv[name];
		if (value !== undefined && !(Number.isInteger(value) && (value as number) >= smallest)) {
			throw new Error(`--${name} must be a whole number from ${smallest}`);
		}
	}

	return true;
}

/** How often two sides take turns, in words. */
export function describePairs({processes, pairs, slices}: PairOptions): string {
	return `${processes} pairs of processes with ${pairs} pairs of ${slices} slices`;
}
