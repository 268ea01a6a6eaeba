// What a dphttpd cell measured beside what all subjects have.
import {z} from 'zod';
import {loadResult} from './programs/httperf.js';

const population = z.object({
	server: z.number(),
	client: z.number(),
	hosts: z.array(z.object({name: z.string(), open: z.number(), of: z.number()})).optional(),
});

/** The share of the window in which a program could have run, but others had its processor. */
const waitShare = z.number().nullable();

/** Times in seconds unless named otherwise. */
export const dphttpdDetail = z.object({
	subject: z.literal('dphttpd'),
	replyTimeUs: loadResult.shape.replyTimeUs,
	/** What kept the rate from being higher: the processor of the server, that of the client, or neither. */
	limiter: z.enum(['server', 'client', 'neither']),
	/** How long it took to open the dead connections that the cell before did not have. */
	setupSeconds: z.number(),
	/** Dead connections as each side counts them. */
	population: z.object({before: population, during: population, after: population}),
	/** The server between its two snapshots; `connections` and `rss` (bytes) at the second. */
	server: z.object({
		seconds: z.number(),
		replies: z.number(),
		cpuShare: z.number(),
		waitShare,
		/** A server of others tells none of these three, and does not count whom it refuses. */
		waits: z.number().optional(),
		controls: z.number().optional(),
		syscalls: z.record(z.string(), z.number()).optional(),
		connections: z.number(),
		refused: z.number().optional(),
		rss: z.number(),
	}),
	client: z.object({cpuShare: z.number(), waitShare, bottleneck: z.string()}),
	/** By how much the kernel's counters grew between the first connection of the load and the end of the window. */
	kernel: z.record(z.string(), z.number()),
	/** The same of the load client's kernel, where it is another. */
	clientKernel: z.record(z.string(), z.number()).optional(),
	/** Its TCP sockets at the first snapshot, by their state. */
	sockets: z.record(z.string(), z.number()),
	/** httperf's result as it came. */
	httperf: loadResult,
});
export type DphttpdDetail = z.infer<typeof dphttpdDetail>;
