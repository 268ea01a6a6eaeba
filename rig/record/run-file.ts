// run.json: what a run was told and where it ran, enough to draw it and to repeat it.
import {z} from 'zod';
import {stepSchema} from '../method/plan.js';
import {factsSchema, tuningSchema} from './facts.js';
import {guestSchema} from './guest.js';
import {hooksSchema} from './hooks.js';
import {labSchema} from './lab.js';
import {optionsSchema} from './option.js';
import {gitSchema} from './provenance.js';
import {SCHEMA} from './row.js';
import {settingsSchema} from './settings.js';
import {StoredFile} from './stored-file.js';
import {topologySchema} from './topology.js';

export const runSchema = z.object({
	schema: z.literal(SCHEMA),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	/** The end of what was run last; none where it was killed. */
	endedAt: z.string().optional(),
	settings: settingsSchema,
	topology: topologySchema,
	/** What each host is, by role: on one machine, all three are one. */
	hosts: z.object({server: factsSchema, load: factsSchema, dead: factsSchema}),
	/** Of the project, where it is a git checkout. */
	git: gitSchema,
	/** What the host of the subject has of each choice that depends on it. */
	options: optionsSchema,
	plan: z.array(stepSchema),
	/** The machines of a lab; none where all roles are on this machine. */
	lab: labSchema.optional(),
	/** The guest that it was made in. */
	guest: guestSchema.optional(),
	/** What became of the sysctls that were to be set for it, where it was asked to. */
	tuning: tuningSchema.optional(),
	/** The user's commands around each cell. */
	hooks: hooksSchema.optional(),
	/** Each time that it went on after an interruption: when, and what had changed (--force). */
	resumed: z.array(z.object({at: z.string(), changes: z.array(z.string())})).optional(),
});
export type Run = z.infer<typeof runSchema>;

/** The file in its folder. */
export const runFile = new StoredFile('run.json', runSchema);
