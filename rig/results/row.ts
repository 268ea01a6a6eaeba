// A row of cells.ndjson: one cell, whatever became of it.
import {z} from 'zod';
import {plannedCell} from '../plan/plan.js';
import {loadResult} from '../programs/httperf.js';

/** The version of the rows and of run.json. A change that old readers would misread raises it. */
export const SCHEMA = 1;

/** Why a cell is not `ok`: a gate, a limit, or the fault that ended it. */
const reasonSchema = z.object({
	name: z.string(),
	message: z.string(),
	/** Of a gate that leaves the figures good but for the reply rate. */
	spoils: z.literal('rate').optional(),
	/** Of a limit: what it is, what was needed, and what raises it. */
	value: z.number().optional(),
	needed: z.number().optional(),
	remedy: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

const population = z.object({server: z.number(), client: z.number()});

/** The share of the window in which a program could have run, but others had its processor. */
const waitShare = z.number().nullable();

/** What a cell measured. Times in seconds unless named otherwise. */
const figuresSchema = z.object({
	/** The client's count: replies a second in its window. */
	replyRate: z.number(),
	window: z.number(),
	replies: z.number(),
	/** The server's processor time for one reply, in microseconds: between its two snapshots. */
	cpuUserUs: z.number(),
	cpuSystemUs: z.number(),
	replyTimeUs: loadResult.shape.replyTimeUs,
	/** What kept the rate from being higher: the processor of the server, that of the client, or neither. */
	limiter: z.enum(['server', 'client', 'neither']),
	/** How long it took to open the dead connections. */
	setupSeconds: z.number(),
	/** Dead connections as each side counts them. */
	population: z.object({before: population, after: population}),
	/** The server between its two snapshots; `connections` and `rss` (bytes) at the second. */
	server: z.object({
		seconds: z.number(),
		replies: z.number(),
		cpuShare: z.number(),
		waitShare,
		waits: z.number(),
		controls: z.number(),
		syscalls: z.record(z.string(), z.number()),
		connections: z.number(),
		refused: z.number(),
		rss: z.number(),
	}),
	client: z.object({cpuShare: z.number(), waitShare, bottleneck: z.string()}),
	/** By how much the kernel's counters grew between the snapshots. */
	kernel: z.record(z.string(), z.number()),
	/** Its TCP sockets at the first snapshot, by their state. */
	sockets: z.record(z.string(), z.number()),
	/** httperf's result as it came. */
	httperf: loadResult,
});
export type Figures = z.infer<typeof figuresSchema>;

export const rowSchema = z.object({
	schema: z.literal(SCHEMA),
	study: z.string(),
	...plannedCell.shape,
	/** invalid: measured, but a gate fired. failed: a fault ended it. not-run: the machine cannot. */
	status: z.enum(['ok', 'invalid', 'failed', 'not-run']),
	reasons: z.array(reasonSchema),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	endedAt: z.string(),
	figures: figuresSchema.optional(),
});
export type Row = z.infer<typeof rowSchema>;

/** Whether all that is wrong with a measured cell is its reply rate: what a reply cost is good. */
export function spoilsRateOnly({status, reasons}: Row): boolean {
	return status === 'invalid' && reasons.every(({spoils}) => spoils === 'rate');
}
