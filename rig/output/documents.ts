// What --json prints, as schemas, and what results folders hold: deadweight schema prints them.
import {z} from 'zod';
import {statusSchema} from '../method/cell.js';
import {levelSchema, pointSchema} from '../method/factor.js';
import {verdicts} from '../method/statistics/verdict.js';
import {aaSchema} from '../record/aa.js';
import {factsSchema, tunedSchema} from '../record/facts.js';
import {optionSchema} from '../record/option.js';
import {rowSchema, SCHEMA} from '../record/row.js';
import {runSchema} from '../record/run-file.js';
import {seriesSchema} from '../record/series-file.js';
import {settingsSchema} from '../record/settings.js';
import {topologySchema} from '../record/topology.js';
import {studySchema} from '../run/study.js';

const count = z.int().min(0);
const texts = z.array(z.string());
const interval = z.strictObject({value: z.number(), low: z.number(), high: z.number()});
const found = z.strictObject({value: z.number(), interval: interval.optional()});

/** Of the repeats of a point. `level`: that of an interval; without one, it is their range. */
const median = z.strictObject({
	...{median: z.number(), isAtLeast: z.boolean(), n: count},
	reach: z
		.strictObject({
			...{low: z.number(), high: z.number(), isOpen: z.boolean()},
			level: z.number().optional(),
		})
		.optional(),
});

const point = z.strictObject({
	...{line: z.string(), x: levelSchema, point: pointSchema},
	measures: z.record(z.string(), median),
	ratio: z.number().optional(),
	...{ok: count, invalid: count, failed: count, notRun: count},
});

/** The law: an operation = fixedUs + eachNs · N; where it does not hold, slopesNs between counts. */
const curve = z.strictObject({
	...{name: z.string(), basis: z.string(), n: count, holds: z.boolean()},
	p: z.number().optional(),
	misses: z.array(z.strictObject({x: z.number(), share: z.number()})),
	...{fixedUs: found, eachNs: found, eachWaitNs: found.optional()},
	slopesNs: z.array(found.extend({from: z.number(), to: z.number()})),
	knee: z
		.union([
			z.strictObject({after: z.number(), before: z.number()}),
			z.strictObject({beyond: z.number()}),
		])
		.optional(),
});

const note = z.strictObject({
	...{status: statusSchema, lines: texts, levels: z.array(levelSchema)},
	...{cells: count, message: z.string()},
});

/** B/A, or of a law B less A. */
const judged = z.strictObject({
	...{value: z.number(), measured: z.number(), interval: interval.optional()},
	verdict: z.enum(verdicts).optional(),
	n: count,
	against: z.enum(['A', 'shift']),
	remedy: z
		.union([z.strictObject({repeats: count}), z.strictObject({instead: z.string()})])
		.optional(),
});

const comparison = z.strictObject({
	...{effect: z.number(), confidence: z.number(), tests: count, level: z.number()},
	points: z.array(
		z.strictObject({
			...{name: z.string(), x: levelSchema},
			measures: z.record(z.string(), judged.extend({a: median.optional(), b: median.optional()})),
		}),
	),
	laws: z.array(judged.extend({name: z.string(), a: z.number(), b: z.number()})),
	shifts: z.record(z.string(), judged),
});

const runOfSet = z.strictObject({
	folder: z.string(),
	startedAt: z.string(),
	settings: settingsSchema,
});

/** Instructions of an operation by function; without `x`, what each one more on the x axis adds to them. */
const explanation = z.strictObject({
	...{line: z.string(), x: levelSchema.optional()},
	functions: z.array(z.strictObject({name: z.string(), a: z.number(), b: z.number()})),
	sum: z.tuple([z.number(), z.number()]),
	measured: z.tuple([z.number(), z.number()]),
});

const inSequence = z.strictObject({
	kind: z.literal('in sequence'),
	...{a: z.array(runOfSet), b: z.array(runOfSet), comparison},
	differences: z.array(z.strictObject({name: z.string(), before: z.string(), after: z.string()})),
	...{how: z.string(), isDriftUnknown: z.boolean()},
	...{failures: texts.optional(), missing: texts.optional()},
	explanations: z.array(explanation).optional(),
});

/** Beside what a run or a duet has come to, at its end. */
const atItsEnd = {files: texts.optional(), compared: z.unknown().optional()};

const run = z.strictObject({
	...{folder: z.string(), startedAt: z.string(), settings: settingsSchema},
	...{topology: topologySchema, interrupted: z.boolean()},
	...{points: z.array(point), curves: z.array(curve), notes: z.array(note), headlines: texts},
	...atItsEnd,
	compared: z
		.union([
			z.strictObject({
				...{kind: z.enum(['interleaved', 'in turns']), how: z.string(), comparison},
				pairs: z.array(z.tuple([z.string(), z.string()])),
			}),
			inSequence,
		])
		.optional(),
});

const duet = z.strictObject({
	...{folder: z.string(), startedAt: z.string(), kind: z.literal('duet')},
	...{settings: settingsSchema, topology: topologySchema, comparison},
	rows: z.array(rowSchema.omit({slices: true})),
	interrupted: z.boolean().optional(),
	...atItsEnd,
});

const gate = z.strictObject({
	...{subject: z.string(), name: z.string(), watches: z.string(), spoils: z.string()},
	...{bounds: z.boolean(), isPassing: z.boolean()},
});

const listed = z.strictObject({
	...{folder: z.string(), kind: z.string(), study: z.string(), startedAt: z.string()},
	...{done: count, of: count, fault: z.string().optional()},
});

const published = z.looseObject({
	...{id: z.string(), title: z.string(), source: z.string(), year: count, subject: z.string()},
	laws: z.array(curve),
});

/** What a command prints with --json: the schema's number, and this. */
function printed<S extends z.ZodRawShape>(title: string, shape: S) {
	return z.strictObject({schema: z.literal(SCHEMA), ...shape}).meta({title});
}

/** Every document, by the name under which `deadweight schema` prints its schema. */
export const documents = {
	study: studySchema.meta({title: 'A study of deadweight'}),
	'run.json': runSchema.meta({title: 'run.json: what a run was told, and where it ran'}),
	'cells.ndjson': rowSchema.meta({title: 'cells.ndjson: each line of it'}),
	'series.json': seriesSchema.meta({title: 'series.json of aa and kernels'}),
	'aa.json': aaSchema.meta({title: 'aa.json, and aa --json without --inject'}),
	run: printed('run, rerun and show --json', run.shape),
	duet: printed('duet --json, and comparison.json of a duet', duet.shape),
	compare: printed('compare and kernels --json, and their comparison.json', inSequence.shape),
	plan: printed('--dry-run --json, and doctor STUDY --json', {
		...{settings: settingsSchema, topology: topologySchema},
		...{cells: count, seconds: z.number(), notes: z.array(note)},
	}),
	list: printed('list --json', {
		studies: z.array(z.looseObject({name: z.string(), question: z.string(), notMeasured: texts})),
		...{mechanisms: z.array(optionSchema), servers: z.array(optionSchema)},
	}),
	'list-study': printed('list STUDY --json', {
		...{settings: settingsSchema, cells: count, seconds: z.number()},
	}),
	results: printed('results --json', {results: z.array(listed)}),
	gates: printed('gates --json', {gates: z.array(gate)}),
	// The names of what it counts and of its contender are the subject's, as in dead and mechanism.
	doctor: z
		.looseObject({
			...{schema: z.literal(SCHEMA), facts: factsSchema, active: count},
			options: z.array(z.looseObject({ok: z.boolean()})),
		})
		.meta({title: 'doctor --json'}),
	tune: printed('tune --json', {
		...{action: z.string(), journal: z.string(), tuned: z.array(tunedSchema)},
	}),
	published: printed('published --json', {tables: z.array(published), files: texts}),
	kernels: printed('kernels --list --json', {cached: texts, offered: texts}),
} as const satisfies Record<string, z.ZodType>;
