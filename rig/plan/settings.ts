// A study with what the command line says instead: everything that a run is told, as run.json keeps it.
import {z} from 'zod';
import {UsageError} from '../failure.js';
import {canonicalName} from '../mechanism-names.js';
import type {MechanismFound} from '../programs/dphttpd.js';
import type {NamedStudy} from '../study.js';

const count = z.int().min(0);
const positive = z.int().min(1);

/** The settings of a run. Times in seconds. */
export const settingsSchema = z.object({
	study: z.string(),
	question: z.string(),
	notMeasured: z.array(z.string()),
	mechanisms: z.array(z.string()).min(1),
	dead: z.array(count).min(1),
	repeats: positive,
	warmup: z.number().min(0),
	duration: z.number().positive(),
	/** Each cell runs to completion, as in 2002: warmup and duration do not apply. */
	paper: z.boolean(),
	seed: z.int(),
	connections: positive,
	rate: z.number().positive(),
	numCalls: positive,
	timeout: z.number().positive(),
	thinkTimeout: z.number().min(0),
	msgsize: positive,
	maxfds: positive,
	stksize: positive,
	scale: z.enum(['linear', 'log']),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What the command line may say; what is undefined is the study's. */
export type Overrides = {
	readonly dead?: readonly number[] | undefined;
	readonly mechanisms?: readonly string[] | undefined;
	readonly repeats?: number | undefined;
	readonly warmup?: number | undefined;
	readonly duration?: number | undefined;
	readonly paper?: boolean | undefined;
	readonly seed: number;
	readonly msgsize?: number | undefined;
	readonly connections?: number | undefined;
};

/**
 * The settings of a run of `study` where the server has the mechanisms `found`.
 * @throws UsageError where a mechanism is asked for that does not exist.
 */
export function resolveSettings(
	{name, study}: NamedStudy,
	overrides: Overrides,
	found: readonly MechanismFound[],
): Settings {
	const {connections, rate, numCalls, timeout, thinkTimeout, msgsize, maxfds, stksize} =
		study.fixed;
	return {
		study: name,
		question: study.question,
		notMeasured: [...study.notMeasured],
		...{rate, numCalls, timeout, thinkTimeout, maxfds, stksize},
		connections: overrides.connections ?? connections,
		msgsize: overrides.msgsize ?? msgsize,
		mechanisms: resolveMechanisms(overrides.mechanisms ?? study.factors.mechanisms, found),
		dead: unique(overrides.dead ?? study.factors.dead),
		repeats: overrides.repeats ?? study.repeats,
		warmup: overrides.warmup ?? study.warmup,
		duration: overrides.duration ?? study.duration,
		paper: overrides.paper ?? false,
		seed: overrides.seed,
		scale: study.plot.scale,
	};
}

function resolveMechanisms(
	asked: readonly string[] | 'all',
	found: readonly MechanismFound[],
): string[] {
	if (asked === 'all') {
		return found.filter(({ok}) => ok).map(({name}) => name);
	}

	const known = found.map(({name}) => name);
	const names = unique(asked.map(canonicalName));
	const unknown = names.find(name => !known.includes(name));
	if (unknown !== undefined) {
		throw new UsageError(`there is no mechanism ${unknown}; there are ${known.join(', ')}`);
	}

	return names;
}

function unique<T>(values: readonly T[]): T[] {
	return [...new Set(values)];
}
