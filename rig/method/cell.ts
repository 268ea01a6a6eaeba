// A cell: a point that was measured once, and what may be said of its measures.
import {z} from 'zod';
import {formatLevel, type Factors, type Level, type Point} from './factor.js';
import type {Measure, NamedMeasure} from './measure.js';
import type {Repeat} from './statistics/median.js';

/** Why a cell is not `ok`: a gate, a limit, or the fault that ended it. */
export const reasonSchema = z.object({
	name: z.string(),
	message: z.string(),
	/** Of a gate that leaves what an operation cost, and puts only the pace in doubt. */
	spoils: z.literal('pace').optional(),
	/** Of a gate that finds something else than the subject to be the limit: the pace was at least what was measured. */
	bounds: z.literal(true).optional(),
	/** Something outside that may be gone at the next try. */
	isPassing: z.literal(true).optional(),
	/** Of a limit: what it is, what was needed, and what raises it. */
	value: z.number().optional(),
	needed: z.number().optional(),
	remedy: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** A gate that could not be asked of a cell, and why. */
export const leftOutSchema = z.object({gate: z.string(), why: z.string()});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** invalid: measured, but a gate fired. failed: a fault ended it. not-run: the machine cannot. */
export const statusSchema = z.enum(['ok', 'invalid', 'failed', 'not-run']);
type Status = z.infer<typeof statusSchema>;

/** What is known of one. */
export type Cell = {
	readonly point: Point;
	readonly block: number;
	readonly repeat: number;
	readonly status: Status;
	readonly reasons: readonly Reason[];
	readonly leftOut?: readonly LeftOut[] | undefined;
	/** Its step was played again: it stands in notes and graphs, and in no median. */
	readonly isSuperseded?: true;
	/** By name; none where nothing was measured. */
	readonly measures?: Readonly<Record<string, number>> | undefined;
};

/** The status of a measured cell: what only bounds its pace leaves it valid. */
export function statusOf(reasons: readonly Reason[]): 'ok' | 'invalid' {
	return reasons.every(({bounds}) => bounds) ? 'ok' : 'invalid';
}

/**
 * What the value of a measure in a cell is worth: itself; or a lower bound, where something else than
 * the subject was the limit; or nothing, where something is in doubt that it depends on.
 */
export function worthOf(
	{status, reasons, isSuperseded}: Pick<Cell, 'status' | 'reasons' | 'isSuperseded'>,
	{spoiledBy, better}: Pick<Measure, 'spoiledBy' | 'better'>,
): 'exact' | 'at least' | 'nothing' {
	if (isSuperseded === true || (status !== 'ok' && status !== 'invalid') || reasons.some(isOfAll)) {
		return 'nothing';
	}

	if (spoiledBy === 'cell' || reasons.length === 0) {
		return 'exact';
	}

	if (statusOf(reasons) === 'invalid') {
		return 'nothing';
	}

	if (better === 'more') {
		return 'at least';
	}

	// How long something took is longer where the load had no time to see that it had ended.
	return reasons.some(({spoils}) => spoils === 'pace') ? 'nothing' : 'exact';
}

/** Whether what an operation of a cell cost is known. */
export function hasCosts(cell: Pick<Cell, 'status' | 'reasons'>): boolean {
	return worthOf(cell, {spoiledBy: 'cell', better: 'less'}) === 'exact';
}

/** Whether a reason puts all of a cell in doubt. */
function isOfAll({spoils, bounds}: Reason): boolean {
	return spoils === undefined && bounds === undefined;
}

/** Whether a cell is invalid for something that may be gone at the next try. */
export function isDisturbed({status, reasons}: Pick<Cell, 'status' | 'reasons'>): boolean {
	return status === 'invalid' && reasons.some(({isPassing}) => isPassing === true);
}

/** What cells say of a measure, in their order: values, and lower bounds. */
export function repeatsOf(cells: readonly Cell[], measure: NamedMeasure): Repeat[] {
	return cells.flatMap(cell => {
		const worth = worthOf(cell, measure);
		return worth === 'nothing'
			? []
			: valueOf(cell, measure).map(value => ({value, isAtLeast: worth === 'at least'}));
	});
}

/** The value of a measure in a cell, good or not: none or one. */
export function valueOf({measures}: Cell, {name}: Pick<NamedMeasure, 'name'>): number[] {
	const value = measures?.[name];
	return value === undefined ? [] : [value];
}

/** What turns a point into a place on a graph: a line, and a level of x on it. */
export type Axes = {
	/** The factor on the x axis. */
	readonly x: string;
	/** The other varied factors, in their order. */
	readonly lines: readonly string[];
	readonly factors: Factors;
};

/** The line of a graph that a point is on. */
export function lineOf(point: Point, {lines, factors}: Axes): string {
	return lines
		.flatMap(name => {
			const level = point[name];
			return level === undefined ? [] : [formatLevel(factors[name], level)];
		})
		.join(', ');
}

/** The lines that points are on, each once, in the order of their factors: numbers from the least on, names by the alphabet. */
export function linesOf(cells: ReadonlyArray<{readonly point: Point}>, axes: Axes): string[] {
	const points = new Map(cells.map(({point}) => [lineOf(point, axes), point]));
	return [...points]
		.sort(
			([, a], [, b]) => axes.lines.map(name => compareLevels(a[name], b[name])).find(Boolean) ?? 0,
		)
		.map(([line]) => line);
}

/** Where on it. */
export function xOf(point: Point, {x}: Axes): Level {
	return point[x] ?? '';
}

/** The levels of x that cells have: numbers from the least on, names in the order in which they come. */
export function levelsOf(cells: ReadonlyArray<{readonly point: Point}>, axes: Axes): Level[] {
	return sortLevels(cells.map(({point}) => xOf(point, axes)));
}

function compareLevels(a: Level | undefined, b: Level | undefined): number {
	return typeof a === 'number' && typeof b === 'number'
		? a - b
		: String(a ?? '').localeCompare(String(b ?? ''));
}

/** Each once: numbers from the least on, names in the order in which they come. */
export function sortLevels(levels: readonly Level[]): Level[] {
	const all = [...new Set(levels)];
	return all.every(level => typeof level === 'number') ? all.sort((a, b) => a - b) : all;
}
