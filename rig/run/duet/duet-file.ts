// duet.json: what a run of duets was told, and where it ran.
import {z} from 'zod';
import {factsSchema} from '../../agent/protocol.js';
import {mechanismFound} from '../../subjects/mechanisms.js';
import {settingsSchema} from '../settings.js';
import {topologySchema} from '../../site/topology.js';
import {gitSchema} from '../../record/provenance.js';
import {SCHEMA} from '../../record/row.js';
import {StoredFile} from '../../record/stored-file.js';
import {sideSchema} from './side.js';

export const plannedDuet = z.object({
	/** Its place in the order, from 0. */
	index: z.int(),
	/** From 1. */
	repeat: z.int(),
	/** Dead connections of each server. */
	count: z.int(),
	/** Which server is started first: 0 is A's. */
	first: z.literal([0, 1]),
});
export type PlannedDuet = z.infer<typeof plannedDuet>;

const duetSchema = z.object({
	schema: z.literal(SCHEMA),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	sides: z.tuple([sideSchema, sideSchema]),
	settings: settingsSchema,
	/** Its sides', as their probes found them. */
	mechanisms: z.array(mechanismFound).optional(),
	/** Milliseconds of a slice, at least. */
	slice: z.number().positive(),
	/** The smallest effect that matters. */
	effect: z.number().positive(),
	topology: topologySchema,
	hosts: z.object({server: factsSchema, load: factsSchema, dead: factsSchema}),
	git: gitSchema,
	plan: z.array(plannedDuet),
});
export type DuetRun = z.infer<typeof duetSchema>;

/** The file in its folder. */
export const duetFile = new StoredFile('duet.json', duetSchema);
