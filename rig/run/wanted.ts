// What a study and the command line want of a run, before it is known what its host has.
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {didYouMean} from '../../programs/nearest.js';
import {UsageError} from '../failure.js';
import {
	buildsOf,
	type Factor,
	type Factors,
	formatChoice,
	hasWords,
	type Level,
	parseChoice,
	type Point,
	readLevel,
	readLevels,
} from '../method/factor.js';
import type {Design} from '../method/plan.js';
import {SLICE_MS} from '../method/slices.js';
import type {OwnServers} from '../record/own-server.js';
import {mainOf} from '../site/local.js';
import {type Subject, titleOf} from '../subjects/subject.js';
import type {Study} from './study.js';

/** What the command line may say; what is undefined is the study's. */
export type Overrides = {
	/** Levels of factors that vary: as they were typed. */
	readonly vary?: Readonly<Record<string, string>> | undefined;
	/** The level of factors that stay the same. */
	readonly set?: Readonly<Record<string, string>> | undefined;
	/** Faults that are planted, as in slow=5%,hog. */
	readonly inject?: string | undefined;
	readonly x?: string | undefined;
	readonly measures?: readonly string[] | undefined;
	readonly repeats?: number | undefined;
	readonly retries?: number | undefined;
	readonly seed: number;
	/** Servers of the user's own; what they are is the study's where this is none. */
	readonly servers?: OwnServers | undefined;
};

/** How the steps of a run lie in time, as it is asked for: sides of a duet are texts. */
export type DesignOrder =
	| {
			readonly kind: 'sweep' | 'growing';
			readonly baseline?: string | undefined;
			/** Each contender stands beside the baseline, and both are loaded in turns. */
			readonly inTurns?: boolean | undefined;
	  }
	| {
			readonly kind: 'duet';
			readonly sides: readonly [string, string];
			/** What is planted in B, as in slow=5%. */
			readonly inject?: string | undefined;
			readonly slice: number;
			readonly effect: number;
	  };

/** What is asked of each choice that depends on the host: names of levels, or all of our own. */
export type Asked = Readonly<Record<string, readonly string[] | 'all'>>;

/** What a study and the command line want, before it is known what the host has. */
export type Wanted = {
	readonly study: Study;
	readonly subject: Subject;
	readonly vary: Readonly<Record<string, readonly Level[] | 'all'>>;
	readonly x: string;
	readonly set: Point;
	readonly design: Design;
	readonly overrides: Overrides;
	/** Servers of the user's own that levels may name. */
	readonly servers: OwnServers;
};

/** @throws UsageError where a factor is not the subject's, or a level makes no sense. */
export function readWanted(
	study: Study,
	subject: Subject,
	overrides: Overrides,
	order: DesignOrder,
): Wanted {
	const {factors, contender} = subject;
	for (const name of [...Object.keys(overrides.vary ?? {}), ...Object.keys(overrides.set ?? {})]) {
		factorOf(name, study, factors, '--vary or --set');
	}

	const planted = readFaults(overrides.inject, subject);
	const set: Record<string, Level> = {
		...readSet(study, factors),
		...Object.fromEntries(
			Object.entries(overrides.set ?? {}).map(([name, text]) => [
				name,
				readLevel(name, factors[name] as Factor, text, `--set ${name}=${text}`),
			]),
		),
		...planted,
	};
	const vary: Record<string, readonly Level[] | 'all'> = {
		...Object.fromEntries(
			Object.entries(study.vary)
				.filter(([name]) => overrides.set?.[name] === undefined && planted[name] === undefined)
				.map(([name, levels]) => [name, readVary(name, study, factors, levels)]),
		),
		...Object.fromEntries(
			Object.entries(overrides.vary ?? {}).map(([name, text]) => [
				name,
				text === 'all'
					? ('all' as const)
					: readLevels(name, factors[name] as Factor, text, `--vary ${name}=${text}`),
			]),
		),
	};
	const named = Object.keys(overrides.servers ?? {});
	const isSaid = [overrides.vary, overrides.set].some(said => said?.[contender] !== undefined);
	if (named.length > 0 && !isSaid) {
		// Whoever names servers alone wants to know of these.
		vary[contender] = named;
	}

	for (const name of Object.keys(vary)) {
		Reflect.deleteProperty(set, name);
	}

	const design = readDesign(order, subject, vary);
	if (design.kind === 'duet') {
		Reflect.deleteProperty(vary, contender);
	}

	return {
		study,
		subject,
		vary,
		set,
		design,
		overrides,
		servers: readServers(study, overrides, subject),
		x: chooseX(study, overrides, vary, set, subject),
	};
}

/** What has to be found out on the host. */
export function askedOf({vary, set, design, subject}: Wanted): Asked {
	const sides = design.kind === 'duet' ? design.sides : [];
	return Object.fromEntries(
		Object.keys(subject.probes).map(name => {
			const levels = vary[name];
			const all =
				levels === 'all'
					? []
					: [
							...(levels ?? []),
							...sides.flatMap(side => side[name] ?? []),
							...(set[name] === undefined ? [] : [set[name]]),
						];
			const names = all.map(level => parseChoice(String(level)).name);
			return [name, levels === 'all' ? 'all' : names];
		}),
	);
}

/** The other builds that take part. @throws UsageError where one is no built checkout. */
export function buildsWanted({vary, design, set}: Wanted): string[] {
	const levels = [
		...Object.values(vary).flatMap(each => (each === 'all' ? [] : each)),
		...Object.values(set),
		...(design.kind === 'duet' ? design.sides.flatMap(side => Object.values(side)) : []),
	];
	return buildsOf(levels).map(build => {
		const path = resolve(build);
		if (!existsSync(mainOf(path))) {
			throw new UsageError(
				`${path} holds no built checkout of deadweight: there is no ${mainOf(path)}; build it with npm ci`,
			);
		}

		return path;
	});
}

/** @throws UsageError where the subject is no server. */
function readServers(study: Study, overrides: Overrides, {takesServers}: Subject): OwnServers {
	const servers = {...study.servers, ...overrides.servers};
	if (Object.keys(servers).length > 0 && takesServers !== true) {
		throw new UsageError(
			`${study.name} is a study of ${titleOf(study.subject)}, which takes no server of your own (--server, --attach)`,
		);
	}

	return servers;
}

function factorOf(
	name: string,
	{name: study, subject}: Study,
	factors: Factors,
	where: string,
): Factor {
	const factor = factors[name];
	if (factor === undefined) {
		throw new UsageError(
			`${where}: there is no factor ${name}; ${study} is a study of ${titleOf(subject)}, which has ${Object.keys(factors).join(', ')}${didYouMean(name, Object.keys(factors))}`,
		);
	}

	return factor;
}

function readSet(study: Study, factors: Factors): Record<string, Level> {
	return Object.fromEntries(
		Object.entries(study.set).map(([name, level]) => {
			const factor = factorOf(name, study, factors, `${study.file}, set`);
			return [name, readLevel(name, factor, level, `${study.file}, set.${name}`)];
		}),
	);
}

function readVary(
	name: string,
	study: Study,
	factors: Factors,
	levels: Study['vary'][string],
): Level[] | 'all' {
	const where = `${study.file}, vary.${name}`;
	const factor = factorOf(name, study, factors, `${study.file}, vary`);
	const list = Array.isArray(levels) ? levels : [levels];
	if (list.length === 1 && list[0] === 'all') {
		return factor.levels === undefined ? 'all' : [...factor.levels];
	}

	return [
		...new Set(
			list.flatMap(level =>
				typeof level === 'string' && !hasWords(factor)
					? readLevels(name, factor, level, where)
					: [readLevel(name, factor, level, where)],
			),
		),
	];
}

/** @throws UsageError that says what there is. */
function readFaults(text: string | undefined, {faults = {}}: Subject): Record<string, Level> {
	if (text === undefined) {
		return {};
	}

	return Object.assign(
		{},
		...text.split(',').map(part => {
			const [name = '', value] = part.trim().split('=', 2);
			const fault = faults[name];
			if (fault === undefined) {
				const known = Object.values(faults).map(({help}) => help);
				throw new UsageError(
					known.length > 0
						? `--inject ${text} is none of these: ${known.join(', ')}`
						: `--inject ${text}: there is no fault that can be planted in what this study puts to the test`,
				);
			}

			return fault.plant(value);
		}),
	) as Record<string, Level>;
}

function readDesign(
	order: DesignOrder,
	subject: Subject,
	vary: Readonly<Record<string, readonly Level[] | 'all'>>,
): Design {
	if (order.kind === 'duet') {
		const planted = Object.entries(readFaults(order.inject, subject));
		const sideOf = (text: string, more: typeof planted): Point => {
			const choice = parseChoice(text);
			if (choice.name === '') {
				throw new UsageError(
					`${text} names no ${subject.contender}, as in NAME, NAME@../other-checkout or NAME,setting=value`,
				);
			}

			const settings = {
				...choice.settings,
				...Object.fromEntries(more.map(([name, level]) => [name, String(level)])),
			};
			return {[subject.contender]: formatChoice({...choice, settings})};
		};
		const {sides, slice, effect} = order;
		return {
			kind: 'duet',
			sides: [sideOf(sides[0], []), sideOf(sides[1], planted)],
			...{slice, effect},
		};
	}

	if (order.kind === 'growing' && subject.grows !== undefined && subject.grows in vary) {
		return {kind: 'growing', factor: subject.grows};
	}

	const {baseline, inTurns = false} = order;
	return {
		kind: 'sweep',
		...(baseline !== undefined && {baseline}),
		...(inTurns && {inTurns: {contender: subject.contender, slice: SLICE_MS}}),
	};
}

/** The study's, unless that is fixed: then the first other that varies and is no contender. */
function chooseX(
	study: Study,
	{x}: Overrides,
	vary: Readonly<Record<string, unknown>>,
	set: Point,
	{contender, factors}: Subject,
): string {
	const wanted = x ?? study.x;
	if (wanted in vary) {
		return wanted;
	}

	if (x !== undefined) {
		throw new UsageError(`--x ${x} does not vary; what varies is ${Object.keys(vary).join(', ')}`);
	}

	const others = Object.keys(vary).filter(name => name !== contender);
	const numbers = others.filter(name => {
		const factor = factors[name];
		return factor !== undefined && !hasWords(factor);
	});
	const chosen = numbers[0] ?? others[0] ?? Object.keys(vary)[0];
	if (chosen === undefined) {
		throw new UsageError(
			`nothing varies: ${Object.entries(set)
				.map(([name, level]) => `${name} is ${level}`)
				.join(', ')}; give levels of a factor with --vary`,
		);
	}

	return chosen;
}
