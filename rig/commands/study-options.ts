// Options that change what a study says, in every command that runs one.
import {UsageError} from '../failure.js';
import {faultsHelp, readFaults} from '../subjects/dphttpd/faults.js';
import type {Overrides} from '../run/settings.js';
import type {CpuChoice} from '../site/topology.js';
import {readCounts, readCpus, readNumber} from './lists.js';

/** As yargs wants them. */
export const studyOptions = {
	dead: {type: 'string', describe: 'numbers of dead connections, as in 0,1000,5000'},
	repeats: {type: 'number', describe: 'cells of each point'},
	warmup: {type: 'number', describe: 'seconds of load before the window'},
	duration: {type: 'number', describe: 'seconds of the window'},
	connections: {type: 'number', describe: 'active connections'},
	msgsize: {type: 'number', describe: "bytes of a reply's body"},
	seed: {type: 'number', describe: 'of the order of the cells; the same seed repeats it'},
	inject: {type: 'string', describe: faultsHelp},
	'server-cpus': {type: 'string', describe: 'processors of the server, as in 0,2-3'},
	'load-cpus': {type: 'string', describe: 'processors of httperf'},
	'dead-cpus': {type: 'string', describe: 'processors of deadconn'},
} as const;

/** What yargs makes of them. */
export type StudyArguments = {
	readonly dead?: string | undefined;
	readonly repeats?: number | undefined;
	readonly warmup?: number | undefined;
	readonly duration?: number | undefined;
	readonly connections?: number | undefined;
	readonly msgsize?: number | undefined;
	readonly seed?: number | undefined;
	readonly inject?: string | undefined;
	readonly serverCpus?: string | undefined;
	readonly loadCpus?: string | undefined;
	readonly deadCpus?: string | undefined;
};

/**
 * What they say instead of the study; a seed is drawn where none is given.
 * @throws UsageError that names the option.
 */
export function readOverrides(argv: StudyArguments): Overrides {
	const number = (
		option: string,
		value: number | undefined,
		least: number,
		whole: 'whole' | 'any',
	) => optional(value, given => readNumber(option, given, least, whole));
	return {
		dead: optional(argv.dead, text => readCounts('--dead', text)),
		repeats: number('--repeats', argv.repeats, 1, 'whole'),
		warmup: number('--warmup', argv.warmup, 0, 'any'),
		duration: number('--duration', argv.duration, 0.1, 'any'),
		connections: number('--connections', argv.connections, 1, 'whole'),
		msgsize: number('--msgsize', argv.msgsize, 1, 'whole'),
		seed: number('--seed', argv.seed, 0, 'whole') ?? Math.floor(Math.random() * 2 ** 31),
		faults: optional(argv.inject, readFaults),
	};
}

/** Which processors they give to whom. */
export function readCpuChoice(argv: StudyArguments): CpuChoice {
	return {
		server: optional(argv.serverCpus, text => readCpus('--server-cpus', text)),
		load: optional(argv.loadCpus, text => readCpus('--load-cpus', text)),
		dead: optional(argv.deadCpus, text => readCpus('--dead-cpus', text)),
	};
}

/**
 * A share, as in 3% or 0.03.
 * @throws UsageError that names the option.
 */
export function readShare(option: string, text: string): number {
	const [, digits, percent] = /^([\d.]+)(%?)$/.exec(text.trim()) ?? [];
	const share = Number(digits) / (percent === '%' ? 100 : 1);
	if (!(share > 0 && share < 1)) {
		throw new UsageError(`${option} ${text} is no share between 0 and 100 %, as in 3%`);
	}

	return share;
}

/** `read` of what was given, if anything was. */
export function optional<T, R>(value: T | undefined, read: (value: T) => R): R | undefined {
	return value === undefined ? undefined : read(value);
}
