// What may be varied of a relay, the path to its origin and its load.
import type {Factors, Level} from '../../method/factor.js';

export const factors = {
	policy: {
		type: 'choice',
		label: 'Policy',
		default: 'ready',
		levels: ['split', 'merged', 'ready'],
		describe:
			'split: tries, then watches, each direction by itself; merged: changes the watch of what is watched already; ready: watches at once',
	},
	mode: {
		type: 'choice',
		label: 'Mode',
		default: 'tcp',
		levels: ['tcp', 'http'],
		describe: 'tcp: bytes as they come; http: one request and its reply, each looked at first',
	},
	mechanism: {
		type: 'choice',
		label: 'Mechanism',
		default: 'epoll',
		describe: 'how the relay waits: epoll, poll or select',
		option: 'mechanisms',
	},
	delay: {
		type: 'count',
		label: 'Delay of the wire to the origin, each way [µs]',
		unit: 'µs',
		default: 300,
		most: 1_000_000,
		describe:
			'microseconds that a packet takes to the origin, and as many back; 0: loopback, without a wire',
	},
	dead: {
		type: 'count',
		label: 'Dead connections',
		unit: 'dead',
		one: 'dead connection',
		default: 0,
		describe:
			'numbers of dead connections to the relay; in tcp mode each has one to the origin too',
		option: 'dead',
	},
	msgsize: {
		type: 'bytes',
		label: 'Reply size',
		unit: 'B',
		one: 'byte',
		default: 128,
		least: 1,
		describe: "bytes of a reply's body",
		option: 'msgsize',
	},
	offered: {
		type: 'rate',
		label: 'Offered load',
		unit: 'connections/s',
		one: 'offered connection a second',
		default: 100,
		least: 1,
		describe:
			'connections a second, with one request each and one after the other: few enough that none meets another',
	},
	warmup: {
		type: 'seconds',
		label: 'Warm-up',
		unit: 's',
		default: 1,
		mayDiffer: true,
		describe: 'seconds of load before the window',
		option: 'warmup',
	},
	duration: {
		type: 'seconds',
		label: 'Window',
		unit: 's',
		default: 5,
		least: 0.1,
		mayDiffer: true,
		describe: 'seconds of the window',
		option: 'duration',
	},
} as const satisfies Factors;

/** The levels of a cell, by their types. */
export type RelayLevels = {
	readonly [Name in keyof typeof factors]: (typeof factors)[Name]['type'] extends 'choice'
		? string
		: number;
};

/** The levels of a point, which the runner has read by the factors' types. */
export function levelsOf(levels: Readonly<Record<string, Level>>): RelayLevels {
	return levels as RelayLevels;
}
