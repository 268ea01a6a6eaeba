// A study with what the command line says instead: everything that a run is told, as run.json keeps it.
import {z} from 'zod';
import {UsageError} from '../failure.js';
import {type MechanismFound, SERVER} from '../subjects/mechanisms.js';
import type {NamedStudy} from './study.js';
import {type Faults, faultsSchema} from '../subjects/dphttpd/faults.js';

const count = z.int().min(0);
const positive = z.int().min(1);

/** Of every run. Times in seconds. */
const common = {
	study: z.string(),
	question: z.string(),
	notMeasured: z.array(z.string()),
	mechanisms: z.array(z.string()).min(1),
	/** The dead connections, or pipes, of its cells. */
	counts: z.array(count).min(1),
	repeats: positive,
	duration: z.number().positive(),
	/** Each cell runs to completion, as in 2002: warmup and duration do not apply. */
	paper: z.boolean(),
	seed: z.int(),
	scale: z.enum(['linear', 'log']),
};

const dphttpdSchema = z.object({
	subject: z.literal('dphttpd'),
	...common,
	warmup: z.number().min(0),
	connections: positive,
	rate: z.number().positive(),
	numCalls: positive,
	timeout: z.number().positive(),
	thinkTimeout: z.number().min(0),
	msgsize: positive,
	maxfds: positive,
	stksize: positive,
	faults: faultsSchema.optional(),
	/** Those of its mechanisms that are servers of others: started as they are, and told less. */
	servers: z.array(z.string()).optional(),
	/** The cells of one mechanism share a server, whose dead population grows from cell to cell. */
	grows: z.boolean().optional(),
});
export type DphttpdSettings = z.infer<typeof dphttpdSchema>;

const pipetestSchema = z.object({
	subject: z.literal('pipetest'),
	...common,
	messageThreads: positive,
	maxGeneration: positive,
	routing: z.enum(['last', 'spread']),
});
export type PipetestSettings = z.infer<typeof pipetestSchema>;

/** The settings of a run. */
export const settingsSchema = z.discriminatedUnion('subject', [dphttpdSchema, pipetestSchema]);
export type Settings = z.infer<typeof settingsSchema>;

/** Whether the cells of one mechanism share a server, whose dead population grows. */
export function isGrowing(settings: Settings): boolean {
	return settings.subject === 'dphttpd' && settings.grows === true;
}

/** What the command line may say; what is undefined is the study's. */
export type Overrides = {
	readonly dead?: readonly number[] | undefined;
	readonly pipes?: readonly number[] | undefined;
	readonly mechanisms?: readonly string[] | undefined;
	readonly repeats?: number | undefined;
	readonly warmup?: number | undefined;
	readonly duration?: number | undefined;
	readonly paper?: boolean | undefined;
	readonly seed: number;
	readonly msgsize?: number | undefined;
	readonly connections?: number | undefined;
	readonly faults?: Faults | undefined;
	readonly grows?: boolean | undefined;
};

/** Options that only studies of one subject understand. */
const ownOptions = {
	dphttpd: ['dead', 'warmup', 'msgsize', 'connections', 'faults'],
	pipetest: ['pipes'],
} as const;

/**
 * The settings of a run of `study` where its subject has the mechanisms `found`.
 * @throws UsageError where a mechanism is asked for that does not exist, or an option is another
 * subject's.
 */
export function resolveSettings(
	{name, study}: NamedStudy,
	overrides: Overrides,
	found: readonly MechanismFound[],
): Settings {
	refuseOthers(name, study.subject, overrides);
	const shared = {
		study: name,
		question: study.question,
		notMeasured: [...study.notMeasured],
		mechanisms: resolveMechanisms(overrides.mechanisms ?? study.factors.mechanisms, found),
		repeats: overrides.repeats ?? study.repeats,
		duration: overrides.duration ?? study.duration,
		paper: overrides.paper ?? false,
		seed: overrides.seed,
		scale: study.plot.scale,
	};
	if (study.subject === 'pipetest') {
		const {messageThreads, maxGeneration, routing} = study.fixed;
		return {
			subject: 'pipetest',
			...shared,
			counts: unique(overrides.pipes ?? study.factors.pipes),
			...{messageThreads, maxGeneration, routing},
		};
	}

	const servers = shared.mechanisms.filter(each => isForeign(each, found));
	refuseSlowed(servers, overrides.faults);
	const {connections, rate, numCalls, timeout, thinkTimeout, msgsize, maxfds, stksize} =
		study.fixed;
	return {
		subject: 'dphttpd',
		...shared,
		...{rate, numCalls, timeout, thinkTimeout, maxfds, stksize},
		counts: unique(overrides.dead ?? study.factors.dead),
		warmup: overrides.warmup ?? study.warmup,
		connections: overrides.connections ?? connections,
		msgsize: overrides.msgsize ?? msgsize,
		...(overrides.faults && {faults: overrides.faults}),
		...(servers.length > 0 && {servers}),
		...(overrides.grows === true && {grows: true}),
	};
}

function isForeign(name: string, found: readonly MechanismFound[]): boolean {
	return found.some(each => each.name === name && each.kind === SERVER);
}

/** @throws UsageError where one of `servers` would have to be slowed. */
export function refuseSlowed(servers: readonly string[], faults: Faults | undefined): void {
	if (servers.length > 0 && faults?.slow !== undefined) {
		throw new UsageError(
			`${servers.join(', ')} cannot be slowed by --inject slow: only dphttpd wastes time when told to`,
		);
	}
}

function refuseOthers(study: string, subject: keyof typeof ownOptions, overrides: Overrides): void {
	const other = subject === 'dphttpd' ? 'pipetest' : 'dphttpd';
	const wrong = ownOptions[other].find(option => overrides[option] !== undefined);
	if (wrong !== undefined) {
		const own = ownOptions[subject].map(optionOf).join(', ');
		throw new UsageError(
			`${optionOf(wrong)} is for studies of ${other}; ${study} is one of ${subject}, which has ${own}`,
		);
	}
}

function optionOf(override: string): string {
	return override === 'faults' ? '--inject' : `--${override}`;
}

function resolveMechanisms(
	asked: readonly string[] | 'all',
	found: readonly MechanismFound[],
): string[] {
	if (asked === 'all') {
		return found.filter(({ok, kind}) => ok && kind !== SERVER).map(({name}) => name);
	}

	return unique(asked.map(name => resolveMechanism(name, found)));
}

/**
 * The name proper of a mechanism that is asked for by it, or by an alias.
 * @throws UsageError where there is none.
 */
export function resolveMechanism(name: string, found: readonly MechanismFound[]): string {
	const mechanism = found.find(each => each.name === name || each.aliases?.includes(name));
	if (mechanism === undefined) {
		const known = found.map(each => each.name).join(', ');
		throw new UsageError(`there is no mechanism ${name}; there are ${known}`);
	}

	return mechanism.name;
}

function unique<T>(values: readonly T[]): T[] {
	return [...new Set(values)];
}
