// series.json: several runs that answer one question together, and the order in which they are made.
import {z} from 'zod';
import {guestSchema} from './guest.js';
import {ownServerSchema, serverName} from './own-server.js';
import {SCHEMA} from './row.js';
import {StoredFile} from './stored-file.js';

const memberSchema = z.object({
	/** Of its results, below the series' own. */
	folder: z.string(),
	seed: z.int(),
	/** What it is, for people. */
	title: z.string(),
	/** The guest that it is made in. */
	guest: guestSchema.optional(),
	/** Faults that are planted in it, where they are its own. */
	inject: z.string().optional(),
});
export type Member = z.infer<typeof memberSchema>;

const cpus = z.array(z.int()).optional();

export const seriesSchema = z.object({
	schema: z.literal(SCHEMA),
	kind: z.enum(['aa', 'kernels']),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	/** What each of its runs is told: a study by its name or file, and what is said instead of it. */
	study: z.string(),
	overrides: z.object({
		vary: z.record(z.string(), z.string()).optional(),
		set: z.record(z.string(), z.string()).optional(),
		inject: z.string().optional(),
		x: z.string().optional(),
		measures: z.array(z.string()).optional(),
		repeats: z.int().optional(),
		retries: z.int().optional(),
		servers: z.record(serverName, ownServerSchema).optional(),
	}),
	design: z.discriminatedUnion('kind', [
		z.object({kind: z.enum(['sweep', 'growing'])}),
		z.object({
			kind: z.literal('duet'),
			sides: z.tuple([z.string(), z.string()]),
			inject: z.string().optional(),
			slice: z.number().positive(),
			effect: z.number().positive(),
		}),
	]),
	cpus: z.object({server: cpus, load: cpus, dead: cpus}),
	inventory: z.string().optional(),
	tune: z.boolean(),
	/** The smallest effect that matters. */
	effect: z.number(),
	members: z.array(memberSchema).min(1),
});
export type Series = z.infer<typeof seriesSchema>;

/** The file in its folder. */
export const seriesFile = new StoredFile('series.json', seriesSchema);
