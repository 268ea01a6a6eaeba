// Everything that a run is told: its study, with what the command line says instead.
import {z} from 'zod';
import {levelSchema, type Point, pointSchema} from '../method/factor.js';
import {combine, designSchema} from '../method/plan.js';
import {ownServerSchema, serverName} from './own-server.js';

/** Processors of the subject: one, what the machine can spare, or all that there are. */
export const subjectCpusSchema = z.enum(['one', 'share', 'all']);
export type SubjectCpus = z.infer<typeof subjectCpusSchema>;

export const settingsSchema = z.object({
	study: z.string(),
	/** A subject of ours by its name, another by the path of its module. */
	subject: z.string(),
	/** The plot's title. */
	question: z.string(),
	/** What the answer does not say, for whoever reads the graph. */
	notMeasured: z.array(z.string()),
	/** The levels of each factor that varies, in the order of the study. */
	vary: z.record(z.string(), z.array(levelSchema).min(1)),
	/** The one of them on the x axis. */
	x: z.string(),
	/** The levels of all other factors. */
	set: pointSchema,
	/** Those that are judged and drawn, a panel each; and those that stand beside them in tables. */
	measures: z.array(z.string()).min(1),
	beside: z.array(z.string()),
	repeats: z.int().min(1),
	/** How often a cell is put again that something passing has disturbed. */
	retries: z.int().min(0),
	seed: z.int(),
	scale: z.enum(['linear', 'log']),
	cpus: subjectCpusSchema,
	/** Servers of the user's own that levels name. */
	servers: z.record(serverName, ownServerSchema).optional(),
	/** The published table that it repeats. */
	published: z.string().optional(),
	design: designSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/** Every point of a run's plan, without its repeats: of a design with two sides, those of both. */
export function pointsOf({vary, design}: Pick<Settings, 'vary' | 'design'>): Point[] {
	const points = combine(vary);
	return design.kind === 'duet'
		? points.flatMap(point => design.sides.map(side => ({...point, ...side})))
		: points;
}
