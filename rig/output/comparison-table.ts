// A comparison, for people.
import {type Comparison, judgedOf, type Sides} from '../method/comparison.js';
import {formatLevel, type Level} from '../method/factor.js';
import {formatCount} from '../method/format.js';
import {columnOf, formatMeasure, type NamedMeasure} from '../method/measure.js';
import type {Judged} from '../method/statistics/judge.js';
import type {Median} from '../method/statistics/median.js';
import {lawDifferenceData} from './difference-tables.js';
import {layOutTable, type TableData} from './table.js';

/** What a comparison is said to be of. */
export type ComparisonWords = {
	/** Those that were compared, in their order. */
	readonly measures: readonly NamedMeasure[];
	/** A column's name for the x axis. */
	readonly x: string;
	/** Behind a number on it. */
	readonly unit: string;
	/** One of what is on it, as in dead connection. */
	readonly one: string;
	/** What laws count for each of it, as in ns. */
	readonly each: string;
};

/** Ratios from here on are not told apart, nor those below the same to the other side. */
const FARTHEST = 100;

/** Where less than this matters, changes have two digits behind the point, else one. */
const SMALL_EFFECT = 0.01;

/** What is judged first where two runs were made in sequence: it is at no level of x. */
const SHARED = 'what all points share';

/** The points, a table a measure as benchstat has them, and the laws; below them how to read them. */
export function comparisonTable(comparison: Comparison, words: ComparisonWords): string {
	return [
		...judgedMeasures(comparison, words).flatMap(measure => [
			measureTable(comparison, measure, words),
			'',
		]),
		...(comparison.laws.length > 0
			? [layOutTable(lawDifferenceData(comparison.laws, words)), '']
			: []),
		explainComparison(comparison, words),
	].join('\n');
}

/** The points of one measure. Where all have one name, it stands above them, so that a terminal has room for the rest. */
function measureTable(
	comparison: Comparison,
	measure: NamedMeasure,
	words: ComparisonWords,
): string {
	const names = new Set(comparison.points.map(({name}) => name));
	const header = [words.x, ...verdictHeader(comparison)];
	const rows = rowsOf(comparison, measure);
	return names.size === 1
		? [
				`${[...names].join('')}: ${columnOf(measure)}`,
				layOutTable({
					header,
					rows: rows.map(([name = '', x = '', ...rest]) => [x === '' ? name : x, ...rest]),
					right: [0, 1, 2, 3, 5],
				}),
			].join('\n')
		: layOutTable({
				header: [columnOf(measure), ...header],
				rows,
				right: [1, 2, 3, 4, 6],
			});
}

/** All of them as one table. */
export function comparisonData(comparison: Comparison, words: ComparisonWords): TableData {
	return {
		header: ['compared', words.x, 'measure', ...verdictHeader(comparison)],
		rows: judgedMeasures(comparison, words).flatMap(measure =>
			rowsOf(comparison, measure).map(([name = '', x = '', ...verdict]) => [
				...[name, x, columnOf(measure)],
				...verdict,
			]),
		),
		right: [1, 3, 4, 5, 7],
	};
}

type JudgedPoint = {
	readonly name: string;
	/** Undefined of what is at no level. */
	readonly x: Level | undefined;
	/** Undefined where a side has no value. */
	readonly judged: (Judged & Partial<Sides>) | undefined;
};

/** What was judged of a measure, point by point; before them, what all of them share. */
export function judgedPoints(
	{points, shifts}: Comparison,
	{name: measure}: NamedMeasure,
): JudgedPoint[] {
	const shift = shifts[measure];
	return [
		...(shift ? [{name: SHARED, x: undefined, judged: shift}] : []),
		...points.map(({name, x, measures}) => ({name, x, judged: measures[measure]})),
	];
}

/** The measures of which at least one point was judged. */
export function judgedMeasures(
	comparison: Comparison,
	{measures}: Pick<ComparisonWords, 'measures'>,
): NamedMeasure[] {
	return measures.filter(measure => isCompared(comparison, measure));
}

/** How to read it. */
export function explainComparison(
	comparison: Comparison,
	{measures}: Pick<ComparisonWords, 'measures'>,
): string {
	const {effect} = comparison;
	const paced = measures.filter(({spoiledBy}) => spoiledBy === 'pace');
	const hasPace = paced.length === 0 || paced.some(measure => isCompared(comparison, measure));
	return (
		'A, B: medians, ± the farther end of their interval or range. Change: from A to B. ' +
		`Intervals: ${formatConfidence(comparison)}, Student's t on logarithms. ` +
		`Same: within ${formatEffect(effect)} to either side.` +
		(Object.keys(comparison.shifts).length > 0
			? ' Changes of points are relative to what all of them share: the machine may have been faster the second time.'
			: '') +
		(hasPace ? '' : ' No rates: a server was not clearly what limited them.') +
		describeRemedies(comparison)
	);
}

/** How sure a family's intervals are: as one, or together (Bonferroni). */
export function formatConfidence({
	confidence,
	tests,
}: Pick<Comparison, 'confidence' | 'tests'>): string {
	const share = formatEffect(confidence);
	return tests === 1 ? share : `${share} for all ${tests} together (Bonferroni)`;
}

/** A share, as 3 % or 2.5 %. */
export function formatEffect(share: number): string {
	return `${Number((share * 100).toPrecision(3))} %`;
}

/** A measure as what is compared, as in reply rate or CPU/reply. */
export function shortOf({title, short, unit}: NamedMeasure): string {
	const per = /\/(\w+)$/.exec(unit)?.[1];
	if (per === undefined || per === 's') {
		return title.toLowerCase();
	}

	const [first = title] = (short ?? title).split(' ');
	return first.endsWith(`/${per}`) ? first : `${first}/${per}`;
}

/** What leads to a verdict everywhere: repeats, where they do, and what else where they do not. */
function describeRemedies(comparison: Comparison): string {
	const remedies = judgedOf(comparison).flatMap(({remedy}) => remedy ?? []);
	const repeats = remedies.flatMap(remedy => ('repeats' in remedy ? remedy.repeats : []));
	const others = [
		...new Set(remedies.flatMap(remedy => ('instead' in remedy ? remedy.instead : []))),
	];
	return (
		(repeats.length > 0
			? ` Where one cannot tell, ${formatCount(Math.max(...repeats))} repeats lead to a verdict in 80 % of cases.`
			: '') + others.map(other => ` Where no number of repeats does: ${other}.`).join('')
	);
}

function isCompared({points}: Comparison, {name}: NamedMeasure): boolean {
	return points.some(({measures}) => measures[name] !== undefined);
}

/** The columns of what was judged, the same everywhere. */
function verdictHeader({confidence}: Comparison): string[] {
	return ['A', 'B', 'change', `${formatEffect(confidence)} interval`, 'n', 'B is'];
}

/** Of a measure, the columns of a point before and after the one that names the measure. */
function rowsOf(comparison: Comparison, measure: NamedMeasure): string[][] {
	const digits = comparison.effect < SMALL_EFFECT ? 2 : 1;
	return judgedPoints(comparison, measure).map(({name, x, judged}) => [
		...[name, x === undefined ? '' : formatLevel(undefined, x)],
		...(judged ? describeJudged(judged, measure, digits) : ['–', '–', '–', '–', '–', '–']),
	]);
}

function describeJudged(
	{a, b, value, interval, n, verdict}: Judged & Partial<Sides>,
	measure: NamedMeasure,
	digits: number,
): string[] {
	return [
		describeSide(a, measure),
		describeSide(b, measure),
		`${formatChange(value, digits)} %`,
		interval
			? `${formatChange(interval.low, digits)} to ${formatChange(interval.high, digits)}`
			: '–',
		String(n),
		verdict ?? 'no verdict',
	];
}

/** The median, with the farther end of its interval or range as a share of it. */
function describeSide(side: Median | undefined, measure: NamedMeasure): string {
	if (side === undefined) {
		return '';
	}

	const {median, reach} = side;
	const text = `${side.isAtLeast ? '≥ ' : ''}${formatMeasure(measure, median)}`;
	if (reach === undefined || reach.isOpen || median === 0) {
		return text;
	}

	const share = (100 * Math.max(reach.high - median, median - reach.low)) / Math.abs(median);
	return `${text} ±${share < 1 ? Number(share.toPrecision(1)) : Math.round(share)} %`;
}

/** From A to B, in per cent, of their ratio. An interval of two values a side goes to a million and beyond: how far says nothing. */
function formatChange(ratio: number, digits: number): string {
	if (ratio >= FARTHEST) {
		return `>+${formatCount(100 * (FARTHEST - 1))}`;
	}

	if (ratio <= 1 / FARTHEST) {
		return `<−${100 * (1 - 1 / FARTHEST)}`;
	}

	const text = Math.abs(100 * (ratio - 1)).toFixed(digits);
	return Number(text) === 0 ? text : `${ratio < 1 ? '−' : '+'}${text}`;
}
