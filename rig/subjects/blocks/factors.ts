// What may be varied of blocks and its load; the defaults are nbdkit's load of 2019.
import type {Factors, Level, LevelsOf} from '../../method/factor.js';
import {securityFactor} from '../security-factor.js';
import {duration, warmup} from '../window-factors.js';

export const factors = {
	reply: {
		type: 'choice',
		label: 'Reply',
		default: 'more',
		levels: ['split', 'cork', 'more', 'writev', 'copy', 'nbdkit'],
		describe:
			"how a reply's parts are sent: see blocks --help; nbdkit: by nbdkit itself, in place of blocks",
	},
	transport: {
		type: 'choice',
		label: 'Transport',
		default: 'tcp',
		levels: ['tcp', 'unix'],
		describe: 'TCP, or a Unix socket, which has no TCP_CORK and does nothing about MSG_MORE',
	},
	security: {
		...securityFactor,
		describe:
			'NBD as it is, inside TLS by GnuTLS, or inside TLS whose records the kernel makes of what is sent',
	},
	block: {
		type: 'bytes',
		label: 'Payload',
		unit: 'B',
		default: 65_536,
		least: 1,
		describe: 'bytes of a read or a write',
	},
	connections: {
		type: 'count',
		label: 'Connections',
		unit: 'connections',
		one: 'connection',
		default: 8,
		least: 1,
		describe: 'connections of the load',
		option: 'connections',
	},
	inflight: {
		type: 'count',
		label: 'Requests in flight',
		unit: 'in flight',
		default: 64,
		least: 1,
		most: 512,
		describe: 'requests on their way, on each connection',
	},
	reads: {
		type: 'share',
		label: 'Share of reads',
		default: 0.5,
		most: 1,
		describe: 'the share of requests that read; the others write, and have replies of one part',
	},
	replies: {
		type: 'choice',
		label: 'Kind of replies',
		default: 'structured',
		levels: ['structured', 'simple'],
		describe: 'a read has a header, an offset and its data; or a header and its data',
	},
	nodelay: {
		type: 'choice',
		label: 'TCP_NODELAY',
		default: 'yes',
		levels: ['yes', 'no'],
		describe: "no: Nagle's algorithm holds a part back until the one before is acknowledged",
	},
	disk: {
		type: 'bytes',
		label: 'Disk',
		unit: 'B',
		default: 67_108_864,
		least: 1,
		describe: 'bytes of the disk, which is in memory',
	},
	warmup: {
		...warmup,
		default: 0.5,
		describe: 'seconds of load before the window, once the disk is filled',
	},
	duration: {...duration, default: 2},
} as const satisfies Factors;

/** The levels of a cell, by their types. */
export type BlocksLevels = LevelsOf<typeof factors>;

/** Whether a server of others replies, which tells neither its replies nor its calls. */
export function isOfOthers({reply}: Pick<BlocksLevels, 'reply'>): boolean {
	return reply === 'nbdkit';
}

/** The levels of a point, which the runner has read by the factors' types. */
export function levelsOf(levels: Readonly<Record<string, Level>>): BlocksLevels {
	return levels as BlocksLevels;
}
