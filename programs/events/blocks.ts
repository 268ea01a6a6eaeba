// What blocks says (docs/programs.md): what dphttpd says, and what its replies took.
import {z} from 'zod';
import {dphttpdEvents} from './dphttpd.js';
import {count, syscalls} from './figures.js';

/** Replies of a kind, sent whole; `resumed` of the calls only went on with what was cut short. */
const repliesOfAKind = z.object({count, bytes: count, syscalls, resumed: count});

const own = {
	reads: repliesOfAKind,
	writes: repliesOfAKind,
	/** Segments with data, over TCP, without those that were sent again. */
	segments: count,
	/** Of TLS. */
	records: count,
	/** Connections that were ended because of what their peer did. */
	faults: count,
};

/** What dphttpd tells, and this one has not. */
const absent = {errors: true, ring: true, switches: true, workers: true, acceptor: true} as const;

export const blocksEvents = {
	ready: dphttpdEvents.ready.omit({workers: true, listener: true}).extend({
		reply: z.string(),
		transport: z.enum(['tcp', 'unix']),
		security: z.enum(['plain', 'tls', 'ktls']),
		/** Bytes of the disk. */
		size: count,
	}),
	warning: dphttpdEvents.warning,
	report: dphttpdEvents.report.omit(absent).extend(own),
	end: dphttpdEvents.end.omit(absent).extend(own),
};
