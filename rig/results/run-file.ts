// run.json: what a run was told and where it ran, enough to draw it and to repeat it.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {describe, Failure} from '../failure.js';
import {factsSchema} from '../hosts/protocol.js';
import {plannedCell} from '../plan/plan.js';
import {settingsSchema} from '../plan/settings.js';
import {topologySchema} from '../plan/topology.js';
import {mechanismFound} from '../programs/mechanisms.js';
import {parseStored} from './parse.js';
import {SCHEMA} from './row.js';
import {writeWhole} from './write-whole.js';

const runSchema = z.object({
	schema: z.literal(SCHEMA),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	settings: settingsSchema,
	topology: topologySchema,
	/** What each host is, by role: on one machine, all three are one. */
	hosts: z.object({server: factsSchema, load: factsSchema, dead: factsSchema}),
	/** Of the project, where it is a git checkout. */
	git: z.object({commit: z.string(), clean: z.boolean()}).nullable(),
	mechanisms: z.array(mechanismFound),
	plan: z.array(plannedCell),
	/** Each time that it went on after an interruption: when, and what had changed (--force). */
	resumed: z.array(z.object({at: z.string(), changes: z.array(z.string())})).optional(),
});
export type Run = z.infer<typeof runSchema>;

const NAME = 'run.json';

/** Writes run.json into a results folder: whole, or not at all. */
export function writeRun(folder: string, run: Run): void {
	writeWhole(join(folder, NAME), JSON.stringify(run, undefined, '\t') + '\n');
}

/**
 * Reads the run.json of a results folder.
 * @throws Failure where it is none, is damaged, or is of another schema.
 */
export function readRun(folder: string): Run {
	const path = join(folder, NAME);
	let text;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new Failure(`${folder} is no results folder: ${describe(error)}`);
	}

	return parseStored(runSchema, text, path);
}
