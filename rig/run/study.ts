// What a study is, and which there are. A study is data: no code of it runs in an experiment.
import {UsageError} from '../failure.js';
import {loadDefaults} from '../folder-modules.js';

/** What every study says. Times in seconds. */
type Common = {
	/** The plot's title. */
	readonly question: string;
	/** What its answer does not say, for whoever reads the graph. */
	readonly notMeasured: readonly string[];
	readonly repeats: number;
	/** Of the window in which a cell is measured; pipetest's is the least that it takes. */
	readonly duration: number;
	/** Axes, unless `--log` asks otherwise. */
	readonly plot: {readonly scale: 'linear' | 'log'};
};

/** `all`: every mechanism that the probes find. */
type MechanismFactor = readonly string[] | 'all';

/** Processors of the subject: one, what the machine can spare, or all that there are. */
export type SubjectCpus = 1 | 'its share' | 'all';

/** What carrying dead connections costs a server. */
export type DphttpdStudy = Common & {
	readonly subject: 'dphttpd';
	readonly factors: {readonly dead: readonly number[]; readonly mechanisms: MechanismFactor};
	readonly fixed: {
		/** Active connections. */
		readonly connections: number;
		/** Active connections opened a second, until all are. */
		readonly rate: number;
		/** Calls a connection, where the load runs to completion (`--paper`). */
		readonly numCalls: number;
		readonly timeout: number;
		readonly thinkTimeout: number;
		/** Bytes of a reply's body. */
		readonly msgsize: number;
		/** Connections that the server has room for; more where a cell needs more. */
		readonly maxfds: number;
		readonly stksize: number;
		readonly serverCpus: SubjectCpus;
	};
	readonly warmup: number;
};

/** What watching idle pipes costs the mechanism alone: no network, no server. */
export type PipetestStudy = Common & {
	readonly subject: 'pipetest';
	readonly factors: {readonly pipes: readonly number[]; readonly mechanisms: MechanismFactor};
	readonly fixed: {
		/** Tokens on their way at once. */
		readonly messageThreads: number;
		/** Passes after which a token retires. */
		readonly maxGeneration: number;
		/** Where a token goes next: see pipetest --help. */
		readonly routing: 'last' | 'spread';
		readonly serverCpus: SubjectCpus;
	};
};

/** One question, and how it is put. */
type Study = DphttpdStudy | PipetestStudy;

/** A study with its name, which is its file's. */
export type NamedStudy = {readonly name: string; readonly study: Study};

/** All studies, by name. */
export async function findStudies(): Promise<NamedStudy[]> {
	const modules = await loadDefaults(new URL('../studies/', import.meta.url));
	return modules.map(([name, study]) => ({name, study: study as Study}));
}

/**
 * The study of that name.
 * @throws UsageError that lists what there is.
 */
export async function findStudy(name: string): Promise<NamedStudy> {
	const studies = await findStudies();
	const found = studies.find(study => study.name === name);
	if (found === undefined) {
		const names = studies.map(study => study.name).join(', ');
		throw new UsageError(`there is no study ${name}; there are ${names}`);
	}

	return found;
}
