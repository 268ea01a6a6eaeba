// Options that change what a study says, in every command that runs one.
import {quantity} from '../../programs/command-line.js';
import {UsageError} from '../failure.js';
import {type Factor, type Factors, readLevels} from '../method/factor.js';
import type {Hooks} from '../record/hooks.js';
import type {Overrides} from '../run/wanted.js';
import type {Study} from '../run/study.js';
import type {CpuChoice} from '../site/topology.js';
import {findFactors, findSubject, titleOf} from '../subjects/subject.js';
import {readCpus, readNames, readNumber} from './lists.js';
import {readServers} from './own-servers.js';

const ours = await findFactors();
const each = [...ours].flatMap(([subject, factors]) =>
	Object.values(factors).map(factor => ({subject, factor})),
);

/** What an option means: for each subject that has it, where that is not the same. */
function describeFor(texts: ReadonlyArray<{subject: string; describe: string}>): string {
	const all = [...new Set(texts.map(({describe}) => describe))];
	return all.length === 1
		? all.join('')
		: texts.map(({subject, describe}) => `${subject}: ${describe}`).join('; ');
}

/** Options by name, of what factors say of them. */
function optionsOf<Type extends 'string' | 'boolean'>(
	type: Type,
	saidOf: (factor: Factor) => {name: string; describe: string} | undefined,
): Record<string, {type: Type; describe: string}> {
	const said = each.flatMap(({subject, factor}) => {
		const one = saidOf(factor);
		return one === undefined ? [] : [{subject, ...one}];
	});
	return Object.fromEntries(
		said.map(({name}) => [
			name,
			{type, describe: describeFor(said.filter(other => other.name === name))},
		]),
	);
}

/** Factors with an option of their own, by that option. */
const shortForms = optionsOf('string', ({option, describe}) =>
	option === undefined ? undefined : {name: option, describe},
);

/** Levels with an option of their own. */
const flags = optionsOf('boolean', ({flag}) => flag);

/** As yargs wants them. */
export const studyOptions = {
	...shortForms,
	...flags,
	vary: {
		type: 'string',
		array: true,
		nargs: 1,
		describe: 'NAME=LEVELS: levels of any factor, as in msgsize=64,4k or dead=0..16000:2000',
	},
	set: {type: 'string', array: true, nargs: 1, describe: 'NAME=LEVEL: any factor, fixed'},
	server: {
		type: 'string',
		array: true,
		nargs: 1,
		describe:
			"NAME='COMMAND LINE': a server of your own, as in node='node server.js'; it listens on {port}, or on PORT of its environment",
	},
	attach: {
		type: 'string',
		describe:
			'[NAME=]HOST:PORT: a server that runs already, and is never ended; with --pid, --unit or --cgroup',
	},
	pid: {
		type: 'number',
		describe: 'process id of the server that --attach names; its children count, too',
	},
	unit: {type: 'string', describe: 'its systemd unit, as in nginx.service, in place of --pid'},
	cgroup: {
		type: 'string',
		describe: 'the path of its control group (version 2), in place of --pid',
	},
	x: {type: 'string', describe: 'the factor on the x axis'},
	measures: {
		type: 'string',
		describe:
			'measures that are judged and drawn, as in rate,latency.p99; an unknown name lists all',
	},
	repeats: quantity('count', {describe: 'how often each point is measured'}),
	retries: quantity('count', {
		describe: 'how often a cell is measured again that something temporary has disturbed',
	}),
	seed: quantity('count', {
		describe: 'seed of the random order of the cells; the same seed gives the same order',
	}),
	inject: {type: 'string', describe: 'plant faults, to see whether they are found, as in slow=5%'},
	'server-cpus': {type: 'string', describe: 'processors of the server, as in 0,2-3'},
	'load-cpus': {type: 'string', describe: 'processors of the load client'},
	'dead-cpus': {type: 'string', describe: 'processors of the dead connections'},
} as const;

/** Options by which a command says where it runs, and whether it goes on with what was begun. */
export const placeOptions = {
	inventory: {
		type: 'string',
		describe: "machines of a lab: Ansible's inventory, groups server, load and dead",
	},
	tune: {
		type: 'boolean',
		describe:
			'set sysctls for the run, and restore them after it [yes with --inventory, else no; --tune=false: never]',
	},
	resume: {type: 'string', describe: 'results folder of an interrupted run, to go on with'},
	force: {type: 'boolean', describe: 'resume although kernel, code or machine have changed'},
} as const;

/** Commands of the user's around each cell, whose output is kept with it. */
export const hookOptions = {
	setup: {
		type: 'string',
		requiresArg: true,
		describe: 'a shell command that runs before each cell',
	},
	during: {
		type: 'string',
		requiresArg: true,
		describe:
			"a shell command that runs beside each load, as in 'perf record -p {pid} -o cell.data'; SIGINT ends it after the load",
	},
	cleanup: {
		type: 'string',
		requiresArg: true,
		describe: 'a shell command that runs after each cell',
	},
} as const;

/** What they say. @throws UsageError where the programs are not on this machine. */
export function readHooks(argv: {
	readonly setup: string | undefined;
	readonly during: string | undefined;
	readonly cleanup: string | undefined;
	readonly inventory: string | undefined;
}): Hooks | undefined {
	const {setup, during, cleanup, inventory} = argv;
	const hooks = {
		...(setup !== undefined && {setup}),
		...(during !== undefined && {during}),
		...(cleanup !== undefined && {cleanup}),
	};
	const [first] = Object.keys(hooks);
	if (first !== undefined && inventory !== undefined) {
		throw new UsageError(
			`--${first} runs on this machine, where nothing is measured: it does not go with --inventory`,
		);
	}

	return first === undefined ? undefined : hooks;
}

/** What goes on is as it began: none of these goes with --resume. */
export const whatIsKept = [...Object.keys(studyOptions), ...['inventory', 'tune', 'out', 'study']];

/** What yargs makes of them. */
export type StudyArguments = {
	readonly [name: string]: unknown;
	readonly vary?: readonly string[] | undefined;
	readonly set?: readonly string[] | undefined;
	readonly server?: readonly string[] | undefined;
	readonly attach?: string | undefined;
	readonly pid?: number | undefined;
	readonly unit?: string | undefined;
	readonly cgroup?: string | undefined;
	readonly x?: string | undefined;
	readonly measures?: string | undefined;
	readonly repeats?: number | undefined;
	readonly retries?: number | undefined;
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
export async function readOverrides(argv: StudyArguments, study: Study): Promise<Overrides> {
	const {factors} = await findSubject(study.subject);
	const {short, set} = readShortForms(argv, study, factors);
	const number = (option: string, value: number | undefined, least: number) =>
		optional(value, given => readNumber(option, given, least, 'whole'));
	return {
		vary: {...short, ...readPairs('--vary', argv.vary ?? [])},
		set: {...set, ...readPairs('--set', argv.set ?? [])},
		inject: argv.inject,
		servers: readServers(argv),
		x: argv.x,
		measures: optional(argv.measures, text => readNames('--measures', text)),
		repeats: number('--repeats', argv.repeats, 1),
		retries: number('--retries', argv.retries, 0),
		seed: number('--seed', argv.seed, 0) ?? Math.floor(Math.random() * 2 ** 31),
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

/** A factor that varies in the study, or is given several levels, varies; another has the one that is given. */
function readShortForms(
	argv: StudyArguments,
	study: Study,
	factors: Factors,
): {short: Record<string, string>; set: Record<string, string>} {
	const short: Record<string, string> = {};
	const set: Record<string, string> = {};
	for (const option of Object.keys(shortForms)) {
		const text = argv[option];
		if (typeof text === 'string') {
			const name = nameOf(option, each => each.option, study, factors);
			const isOne = !/,|\.\./.test(text) && !(name in study.vary);
			// What makes no sense is told of as it was typed.
			readLevels(name, factors[name] as Factor, text, `--${option} ${text}`);
			(isOne ? set : short)[name] = text;
		}
	}

	for (const flag of Object.keys(flags)) {
		if (argv[flag] === true) {
			const name = nameOf(flag, each => each.flag?.name, study, factors);
			set[name] = String(factors[name]?.flag?.level);
		}
	}

	return {short, set};
}

/** The factor of the study's subject that an option is of. @throws UsageError where it is another subject's. */
function nameOf(
	option: string,
	optionOf: (factor: Factors[string]) => string | undefined,
	study: Study,
	factors: Factors,
): string {
	const found = Object.entries(factors).find(([, factor]) => optionOf(factor) === option)?.[0];
	if (found === undefined) {
		const others = [...ours].filter(([, own]) =>
			Object.values(own).some(factor => optionOf(factor) === option),
		);
		const own = Object.values(factors).flatMap(factor => optionOf(factor) ?? []);
		throw new UsageError(
			`--${option} is for studies of ${others.map(([name]) => name).join(' and ')}; ${study.name} is one of ${titleOf(study.subject)}, which has ${own.map(each => `--${each}`).join(', ') || 'none such'}`,
		);
	}

	return found;
}

function readPairs(option: string, texts: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		texts.map(text => {
			const [, name, value] = /^([\w-]+)=(.+)$/s.exec(text) ?? [];
			if (name === undefined || value === undefined) {
				throw new UsageError(
					`${option} ${text} names no factor and level, as in ${option} msgsize=64`,
				);
			}

			return [name, value];
		}),
	);
}
