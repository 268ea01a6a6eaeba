// What a study is, and which there are. A study is data: no code of it runs in an experiment.
import {UsageError} from './failure.js';
import {loadDefaults} from './folder-modules.js';

/** One question, and how it is put. Times in seconds. */
export type Study = {
	/** The plot's title. */
	readonly question: string;
	/** What its answer does not say, for whoever reads the graph. */
	readonly notMeasured: readonly string[];
	readonly factors: {
		readonly dead: readonly number[];
		/** `all`: every mechanism that the server's probe finds. */
		readonly mechanisms: readonly string[] | 'all';
	};
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
		/** Processors of the server: one, or what the machine can spare. */
		readonly serverCpus: 1 | 'its share';
	};
	readonly repeats: number;
	readonly warmup: number;
	readonly duration: number;
	/** Axes, unless `--log` asks otherwise. */
	readonly plot: {readonly scale: 'linear' | 'log'};
};

/** A study with its name, which is its file's. */
export type NamedStudy = {readonly name: string; readonly study: Study};

/** All studies, by name. */
export async function findStudies(): Promise<NamedStudy[]> {
	const modules = await loadDefaults(new URL('studies/', import.meta.url));
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
