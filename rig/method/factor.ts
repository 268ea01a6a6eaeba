// Factors: the variables of an experiment, and how their levels are read and written.
import {z} from 'zod';
import {noSuch} from '../../programs/nearest.js';
import {parseQuantity} from '../../programs/quantities.js';
import {UsageError} from '../failure.js';

/** A level of a factor: a number, or the name of a choice. */
export const levelSchema = z.union([z.number(), z.string()]);
export type Level = z.infer<typeof levelSchema>;

/** A level for each of several factors, by the factors' names. */
export const pointSchema = z.record(z.string(), levelSchema);
export type Point = Readonly<Record<string, Level>>;

/** A variable that a study may vary or fix. */
export type Factor = {
	/** count: whole numbers. share: 0.05 or 5%. choice: names. text: whatever it is. */
	readonly type: 'count' | 'bytes' | 'seconds' | 'rate' | 'share' | 'choice' | 'text';
	/** An axis. */
	readonly label: string;
	/** Behind a number, as in 1,000 dead. */
	readonly unit?: string;
	/** One of them, as in "for each dead connection". */
	readonly one?: string;
	readonly default: Level;
	/** The smallest number that makes sense, and the largest. */
	readonly least?: number;
	readonly most?: number;
	/** The names of a choice; none: a host is asked what it has. */
	readonly levels?: readonly string[];
	/** What a text must look like, and that in words. */
	readonly pattern?: {readonly test: RegExp; readonly means: string};
	/** What it is, for --help. */
	readonly describe: string;
	/** Runs that differ in it answer one question all the same: how long they measure, a fault that is planted. */
	readonly mayDiffer?: true;
	/** An option of its own on the command line, beside --vary and --set. */
	readonly option?: string;
	/** An option without a value that stands for one of its levels. */
	readonly flag?: {readonly name: string; readonly level: Level; readonly describe: string};
};
export type Factors = Readonly<Record<string, Factor>>;

/** A level for each of these factors, by their types: words of a choice or a text, else numbers. */
export type LevelsOf<F extends Factors> = {
	readonly [Name in keyof F]: F[Name]['type'] extends 'choice' | 'text' ? string : number;
};

/** Whether its levels are words, and no numbers. */
export function hasWords({type}: Pick<Factor, 'type'>): boolean {
	return type === 'choice' || type === 'text';
}

/** A choice, taken apart: its name, the checkout whose build has it, settings that come with it. */
export type Choice = {
	readonly name: string;
	readonly build: string | undefined;
	readonly settings: Readonly<Record<string, string>>;
};

/** Reads a choice, as in epoll, epoll@../other-checkout, or epoll,msgsize=4096. */
export function parseChoice(text: string): Choice {
	const [head = '', ...rest] = text.split(',');
	const at = head.indexOf('@');
	return {
		name: at < 0 ? head : head.slice(0, at),
		build: at < 0 ? undefined : head.slice(at + 1),
		settings: Object.fromEntries(
			rest.map(part => {
				const equals = part.indexOf('=');
				return [part.slice(0, Math.max(0, equals)), part.slice(equals + 1)];
			}),
		),
	};
}

/** Writes a choice as {@link parseChoice} reads it. */
export function formatChoice({name, build, settings}: Choice): string {
	const head = build === undefined ? name : `${name}@${build}`;
	return [head, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`)].join(',');
}

/** The checkouts that levels are of, other than this one. */
export function buildsOf(levels: readonly Level[]): string[] {
	return [
		...new Set(
			levels.flatMap(level => (typeof level === 'string' ? (parseChoice(level).build ?? []) : [])),
		),
	];
}

/**
 * The levels in a list: numbers, ranges as in 0..1000:250, choices. A part with = belongs to the choice before it.
 * @throws UsageError that names `where` and says what is allowed there.
 */
export function readLevels(name: string, factor: Factor, text: string, where: string): Level[] {
	const parts: string[] = [];
	for (const part of text.split(',').map(each => each.trim())) {
		if (part === '') {
			throw new UsageError(`${where}: an item of the list is empty`);
		}

		if (part.includes('=') && parts.length > 0) {
			parts.push(`${parts.pop() ?? ''},${part}`);
		} else {
			parts.push(part);
		}
	}

	return [
		...new Set(
			parts.flatMap(
				part =>
					(hasWords(factor) ? undefined : readRange(factor, part, where)) ?? [
						readLevel(name, factor, part, where),
					],
			),
		),
	];
}

/** One level. @throws UsageError that names `where` and says what is allowed there. */
export function readLevel(name: string, factor: Factor, given: Level, where: string): Level {
	if (factor.type === 'choice') {
		return readChoiceLevel(name, factor, String(given), where);
	}

	if (factor.type === 'text') {
		return readText(name, factor, String(given), where);
	}

	const value = typeof given === 'number' ? given : parseNumber(factor, given);
	const {least = 0, most = Number.MAX_SAFE_INTEGER} = factor;
	if (value === undefined || !(value >= least && value <= most) || !isOfType(factor, value)) {
		const kind = isWhole(factor) ? 'whole number' : 'number';
		const bound = factor.most === undefined ? '' : ` and at most ${factor.most}`;
		throw new UsageError(
			`${where}: ${given} is no ${kind} of at least ${least}${bound}, which ${name} takes`,
		);
	}

	return value;
}

/**
 * The level of every factor at a point: those that a choice brings along count most, then the point's,
 * then what is fixed, then the defaults. Of a choice with a build or settings, its name alone.
 */
export function resolveLevels(
	point: Point,
	set: Point,
	factors: Factors,
): {levels: Record<string, Level>; build: string | undefined} {
	const defaults = Object.entries(factors).map(([name, factor]) => [name, factor.default]);
	const given: Point = {...(Object.fromEntries(defaults) as Point), ...set, ...point};
	const levels: Record<string, Level> = {};
	let build: string | undefined;
	const carried: Record<string, Level> = {};
	for (const [name, level] of Object.entries(given)) {
		if (typeof level === 'string' && factors[name]?.type === 'choice') {
			const choice = parseChoice(level);
			levels[name] = choice.name;
			build ??= choice.build;
			for (const [key, value] of Object.entries(choice.settings)) {
				const factor = factors[key];
				if (factor !== undefined) {
					carried[key] = readLevel(key, factor, value, level);
				}
			}
		} else {
			levels[name] = level;
		}
	}

	return {levels: {...levels, ...carried}, build};
}

/** A level as people read it: a number with its unit, a choice as it is. */
export function formatLevel(factor: Factor | undefined, level: Level): string {
	return typeof level === 'string'
		? level
		: [new Intl.NumberFormat('en-US', {maximumFractionDigits: 6}).format(level), factor?.unit]
				.filter(part => part !== undefined)
				.join(' ');
}

function readChoiceLevel(name: string, factor: Factor, text: string, where: string): string {
	const choice = parseChoice(text);
	if (choice.name === '') {
		throw new UsageError(`${where}: ${text} names no ${name}`);
	}

	if (factor.levels !== undefined && !factor.levels.includes(choice.name)) {
		throw new UsageError(`${where}: ${noSuch(name, choice.name, factor.levels)}`);
	}

	return text;
}

function readText(name: string, {pattern}: Factor, text: string, where: string): string {
	if (pattern !== undefined && !pattern.test.test(text)) {
		throw new UsageError(`${where}: ${text} is no ${name}, which is ${pattern.means}`);
	}

	return text;
}

/** 1000, 1k, 4k (bytes: 4096), 5% (a share), 5s; undefined where it is none. */
function parseNumber({type}: Factor, text: string): number | undefined {
	return type === 'choice' || type === 'text' ? undefined : parseQuantity(type, text);
}

/** FIRST..LAST:STEP, both ends included; undefined where it is no range. */
function readRange(factor: Factor, text: string, where: string): number[] | undefined {
	const [, first, last, step] = /^([^.]+)\.\.([^:]+):(.+)$/.exec(text) ?? [];
	if (first === undefined || last === undefined || step === undefined) {
		return undefined;
	}

	const [from, to, by] = [first, last, step].map(part => parseNumber(factor, part));
	if (from === undefined || to === undefined || by === undefined || by <= 0 || to < from) {
		throw new UsageError(`${where}: ${text} is no range, as in 0..16000:2000`);
	}

	return Array.from({length: Math.floor((to - from) / by) + 1}, (_, index) => from + index * by);
}

function isWhole({type}: Factor): boolean {
	return type === 'count' || type === 'bytes';
}

function isOfType(factor: Factor, value: number): boolean {
	return isWhole(factor) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
