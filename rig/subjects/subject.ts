// What is put to the test: the seam between the rig's method and the programs that a cell runs.
import {existsSync, readdirSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {noSuch} from '../../programs/nearest.js';
import {UsageError} from '../failure.js';
import type {LeftOut, Reason} from '../method/cell.js';
import type {Factors, Level} from '../method/factor.js';
import type {Measures} from '../method/measure.js';
import type {Slices} from '../method/slices.js';
import type {Option, Options} from '../record/option.js';
import type {OwnServers} from '../record/own-server.js';
import type {Row} from '../record/row.js';
import type {ProgramFiles} from '../agent/program-files.js';
import type {Limit} from '../site/budget/limit.js';
import type {Host} from '../site/host.js';
import type {RemoteProgram} from '../site/remote-program.js';
import type {CellSetting} from '../site/setting.js';
import type {NamedGate} from './gate.js';

/** A point with a level for every factor. */
export type ResolvedPoint = {
	readonly levels: Readonly<Record<string, Level>>;
	/** The checkout whose programs are put to the test; undefined: this build's. */
	readonly build: string | undefined;
	/** What the host has of each choice that depends on it. */
	readonly options: Options;
};

/** What a cell came to, and what gates have against it. */
export type Judged = {
	/** By the measure's name. */
	readonly measures: Readonly<Record<string, number>>;
	readonly reasons: readonly Reason[];
	/** Gates that could not be asked. */
	readonly leftOut?: readonly LeftOut[] | undefined;
	readonly window?: Row['window'];
	/** What else is kept of it. */
	readonly detail?: Readonly<Record<string, unknown>> | undefined;
};

/** What a load that alternates between two sides has shown. */
export type SeenInTurns<Seen> = {
	readonly seen: readonly [Seen, Seen];
	readonly slices: Slices;
	/** Logarithms of B/A, by measure. */
	readonly logs: Readonly<Record<string, number>>;
	/** By how much, as a logarithm, a side gains that stands inside a quadruple of turns, by measure. */
	readonly positions: Readonly<Record<string, number>>;
};

/** Where a cell is played. */
export type Stage = {
	readonly setting: CellSetting;
	/** Gets what is started: the runner ends it. */
	readonly programs: RemoteProgram[];
	/** The largest level to which what stands will grow. */
	readonly growsTo?: Level | undefined;
	/** The other side, where two stand at once. */
	readonly rival?: ResolvedPoint | undefined;
};

/** All that the rig knows of what is put to the test. `Standing` is what stands before a load, `Seen` what a load has shown. */
export type Subject<Standing = unknown, Seen = unknown> = {
	/** Whose processor time is measured, as in Server. */
	readonly worker: string;
	/** What is done over and over, and many of them. */
	readonly operation: string;
	readonly operations: string;
	readonly factors: Factors;
	/** The choice whose levels are held against each other. */
	readonly contender: string;
	/** Levels of it may be servers of the user's own. */
	readonly takesServers?: true;
	/** The number of what a cell carries, which limits of machines bound. */
	readonly population: string;
	/** A factor that grows by adding to what stands. */
	readonly grows?: string;
	readonly measures: Measures;
	/** Those that a study shows where it names none; those beside them in tables; the one that scaling laws are of. */
	readonly shown: readonly string[];
	readonly beside: readonly string[];
	readonly law: string;
	/** The measure that counts waits for one operation. */
	readonly waits?: string;
	/**
	 * What a host whose clock counts instructions is asked for: the measures that a study shows there, and
	 * levels of factors that suit it, as they are typed.
	 */
	readonly counted?: {
		readonly measures: readonly string[];
		readonly set: Readonly<Record<string, string>>;
		/** Levels that have its C twins take part, where they can be compiled. */
		readonly twins?: Readonly<Record<string, string>>;
	};
	/** Measures with a picture of their own. */
	readonly pictures?: readonly Picture[];
	/** Clients with processors of their own load it. */
	readonly hasClients: boolean;
	/** On this machine its programs run in a network namespace of their own. */
	readonly hasOwnNetwork?: true;
	/** What --inject plants, by the name of the fault: levels of factors. */
	readonly faults?: Faults;
	readonly limits: readonly Limit[];
	readonly gates: ReadonlyArray<NamedGate<never>>;
	/** What a host has of each choice that depends on it, the names that are asked for among them. */
	readonly probes: Readonly<Record<string, Probe>>;
	/** @throws UsageError where levels do not go together. */
	check?(point: ResolvedPoint): void;
	/** Why a point can be measured on no machine; undefined: it can. Its cells are rows that were not run. */
	impossible?(point: ResolvedPoint): string | undefined;
	/** The load for a graph's subtitle: a few words each, by the factor that they are of. */
	describeLoad(levels: ResolvedPoint['levels']): Readonly<Record<string, string>>;
	/** A guess at how long a cell takes, in seconds. */
	guessSeconds(levels: ResolvedPoint['levels']): number;
	/** What a cell carries beside its population: active connections, or tokens. */
	active(levels: ResolvedPoint['levels']): number;
	/** Starts what is put to the test, and what it carries; adds to `former` where that stands. */
	stand(point: ResolvedPoint, stage: Stage, former?: Standing): Promise<Standing>;
	/** Loads what stands. */
	load(standing: Standing, stage: Stage): Promise<Seen>;
	/** Loads two at once, in turns; without it they are loaded one after the other, A B B A or B A A B. */
	loadInTurns?(
		standings: readonly [Standing, Standing],
		stage: Stage,
		slice: number,
	): Promise<SeenInTurns<Seen>>;
	/** What was seen comes to; `badEnds` are what is wrong with the way in which programs ended. */
	judge(seen: Seen, badEnds: readonly string[]): Judged;
};

/** Finds what a host has of a choice; `asked` names levels, or stands for all that are of our own, or for those of others too. */
export type Probe = (
	host: Host,
	asked: readonly string[] | 'all' | 'everything',
	signal: AbortSignal,
	/** Servers of the user's own, where the choice may have them. */
	servers: OwnServers,
) => Promise<Option[]>;

/** A graph of some measures, for a file of its own. */
export type Picture = {
	/** Of the file, without its ending. */
	readonly name: string;
	readonly title: string;
	readonly caption: string;
	readonly measures: readonly string[];
	/** Fewer than so many on the x axis say little. */
	readonly least: number;
};

/** Faults that a run plants on purpose, so that a gate or a verdict is seen to find them. */
export type Faults = Readonly<
	Record<
		string,
		{
			/** As --help shows it, as in slow=5% (the server). */
			readonly help: string;
			/** The levels that plant it; `value` is what was given, undefined: nothing. @throws UsageError */
			readonly plant: (value: string | undefined) => Readonly<Record<string, Level>>;
		}
	>
>;

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The names of the subjects that come with deadweight. */
export function subjectNames(): string[] {
	return readdirSync(folder)
		.filter(name => existsSync(join(folder, name, 'subject.js')))
		.sort();
}

/**
 * The subject of that name; or the default export of the module at that path.
 * @throws UsageError that lists what there is.
 */
export async function findSubject(name: string): Promise<Subject> {
	const path = isModule(name) ? resolve(name) : join(folder, name, 'subject.js');
	if (!existsSync(path)) {
		throw new UsageError(
			isModule(name)
				? `there is no module ${name} of a subject`
				: noSuch('subject', name, subjectNames()),
		);
	}

	const module = (await import(pathToFileURL(path).href)) as {default: Subject};
	return module.default;
}

/** Whether a subject is the path of a module, and not the name of one of ours. */
export function isModule(subject: string): boolean {
	return subject.endsWith('.js');
}

/** A subject as people read it. */
export function titleOf(subject: string): string {
	return isModule(subject) ? basename(dirname(resolve(subject))) : subject;
}

/** The factors of our subjects, by the subjects' names; nothing else of them is loaded. */
export async function findFactors(): Promise<ReadonlyMap<string, Factors>> {
	const entries = await Promise.all(
		subjectNames().map(async name => {
			const url = pathToFileURL(join(folder, name, 'factors.js')).href;
			const {factors} = (await import(url)) as {factors: Factors};
			return [name, factors] as const;
		}),
	);
	return new Map(entries);
}

/** The programs of all our subjects, and of those at `paths`: the file programs.js beside each. */
export async function findPrograms(paths: readonly string[] = []): Promise<ProgramFiles> {
	const folders = [
		...subjectNames().map(name => join(folder, name)),
		...paths.map(path => dirname(resolve(path))),
	];
	const modules = await Promise.all(
		folders
			.map(each => join(each, 'programs.js'))
			.filter(each => existsSync(each))
			.map(async each => (await import(pathToFileURL(each).href)) as {default: ProgramFiles}),
	);
	return Object.assign({}, ...modules.map(module => module.default)) as ProgramFiles;
}
