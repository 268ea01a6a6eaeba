// What may be varied of a relay, the path to its origin and its load.
import type {Factors, Level, LevelsOf} from '../../method/factor.js';
import {duration, warmup} from '../window-factors.js';

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
		levels: ['tcp', 'http', 'keepalive'],
		describe:
			'tcp: bytes as they come; http: one request and its reply, each looked at first; keepalive: request after request, over connections to the origin that are kept',
	},
	mechanism: {
		type: 'choice',
		label: 'Mechanism',
		default: 'epoll',
		describe:
			'how the relay waits: by readiness or by completion; haproxy, nginx: a relay of others, as it is installed',
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
	connections: {
		type: 'count',
		label: 'Active connections',
		unit: 'active',
		one: 'active connection',
		default: 1,
		least: 1,
		describe: 'connections of the load, in mode keepalive alone',
		option: 'connections',
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
		describe:
			'connections a second, with one request each and one after the other: few enough that none meets another; in mode keepalive requests a second, 0: a closed loop',
	},
	warmup,
	duration,
} as const satisfies Factors;

/** The levels of a cell, by their types. */
export type RelayLevels = LevelsOf<typeof factors>;

/** The levels of a point, which the runner has read by the factors' types. */
export function levelsOf(levels: Readonly<Record<string, Level>>): RelayLevels {
	return levels as RelayLevels;
}
