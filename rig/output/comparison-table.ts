// A comparison, for people.
import {type Comparison, judgedOf} from '../method/comparison.js';
import {formatLevel} from '../method/factor.js';
import {formatCount} from '../method/format.js';
import type {NamedMeasure} from '../method/measure.js';
import type {Judged} from '../method/statistics/judge.js';
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

/** The points, and the laws, as tables, and below them how to read them. */
export function comparisonTable(comparison: Comparison, words: ComparisonWords): string {
	return [
		layOutTable(comparisonData(comparison, words)),
		...(comparison.laws.length > 0
			? ['', layOutTable(lawDifferenceData(comparison.laws, words))]
			: []),
		'',
		explainComparison(comparison, words),
	].join('\n');
}

/** The points as a table; before them, what all of them share. */
export function comparisonData(comparison: Comparison, words: ComparisonWords): TableData {
	const shown = words.measures.filter(measure => isCompared(comparison, measure));
	const row = (name: string, x: string, measures: Readonly<Record<string, Judged>>) => [
		name,
		x,
		...shown.flatMap(measure => describeRatio(measures[measure.name])),
	];
	return {
		header: [
			'compared',
			words.x,
			...shown.flatMap(measure => [`${shortOf(measure)} B/A`, 'interval', 'B is']),
		],
		rows: [
			...(Object.keys(comparison.shifts).length > 0
				? [row('what all points share', '', comparison.shifts)]
				: []),
			...comparison.points.map(({name, x, measures}) =>
				row(name, formatLevel(undefined, x), measures),
			),
		],
		right: [1, ...shown.map((_, index) => 2 + 3 * index)],
	};
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
		`same: within ${formatEffect(effect)} to either side. Intervals: ${formatConfidence(comparison)}, ` +
		`Student's t on logarithms.` +
		(Object.keys(comparison.shifts).length > 0
			? ' Points are relative to what all of them share: the machine may have been faster the second time.'
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

/** A verdict, as people read it. */
export function formatVerdict({verdict, n}: Judged, effect: number): string {
	return verdict === 'same' ? `same within ${formatEffect(effect)}` : (verdict ?? `n = ${n}`);
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

function describeRatio(judged: Judged | undefined): string[] {
	if (judged === undefined) {
		return ['–', '', ''];
	}

	const {value, interval, verdict, n} = judged;
	return [
		formatRatio(value),
		interval ? `${formatRatio(interval.low)}–${formatRatio(interval.high)}` : '–',
		verdict ?? `n = ${n}`,
	];
}

/** An interval of two values a side goes to a million and beyond: how far says nothing. */
function formatRatio(ratio: number): string {
	if (ratio >= FARTHEST) {
		return `>${FARTHEST}`;
	}

	return ratio > 1 / FARTHEST ? ratio.toFixed(3) : `<${1 / FARTHEST}`;
}
