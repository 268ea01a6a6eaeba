// A row of cells.ndjson: one cell, whatever became of it.
import {z} from 'zod';
import {plannedCell} from '../method/plan.js';
import {dphttpdDetail} from '../subjects/dphttpd/detail.js';
import {pipetestDetail} from '../subjects/pipetest/detail.js';

/** The version of the rows and of run.json. A change that old readers would misread raises it. */
export const SCHEMA = 2;

/** Why a cell is not `ok`: a gate, a limit, or the fault that ended it. */
export const reasonSchema = z.object({
	name: z.string(),
	message: z.string(),
	/** Of a gate that leaves the figures good but for the rate. */
	spoils: z.literal('rate').optional(),
	/** Of a limit: what it is, what was needed, and what raises it. */
	value: z.number().optional(),
	needed: z.number().optional(),
	remedy: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** What a cell measured. */
export const figuresSchema = z.object({
	/** Replies, or passes, a second: of dphttpd by the client's count, in its window. */
	rate: z.number(),
	/** The length of the window, in seconds. */
	seconds: z.number(),
	operations: z.number(),
	/** The subject's processor time for one operation, in microseconds. */
	cpuUserUs: z.number(),
	cpuSystemUs: z.number(),
	/** Waits for events, for one operation; a server of others does not tell. */
	waits: z.number().optional(),
	/** What one dead connection takes, in bytes: of the kernel's slab on the server's host, and of the server's RSS. */
	memory: z.object({slab: z.number(), rss: z.number()}).optional(),
	detail: z.discriminatedUnion('subject', [dphttpdDetail, pipetestDetail]),
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

/** Whether all that is wrong with a measured cell is its rate: what an operation cost is good. */
export function spoilsRateOnly({status, reasons}: Row): boolean {
	return status === 'invalid' && reasons.every(({spoils}) => spoils === 'rate');
}

/** Whether what an operation cost in a cell is good: all of it is, or all but its rate. */
export function hasGoodCost(row: Row): boolean {
	return row.status === 'ok' || spoilsRateOnly(row);
}

/** The processor time of an operation, user and system together, in microseconds. */
export function cpuUsOf({
	cpuUserUs,
	cpuSystemUs,
}: Pick<Figures, 'cpuUserUs' | 'cpuSystemUs'>): number {
	return cpuUserUs + cpuSystemUs;
}

/** The counts that rows have, from the least on. */
export function countsOf(rows: ReadonlyArray<Pick<Row, 'count'>>): number[] {
	return [...new Set(rows.map(({count}) => count))].sort((a, b) => a - b);
}
