// A comparison, for people.
import {formatLevel} from '../method/factor.js';
import {type Compared, type Comparison, ratiosOf} from '../method/comparison.js';
import {formatCount} from '../method/format.js';
import type {NamedMeasure} from '../method/measure.js';
import {layOutTable, type TableData} from './table.js';

/** What a comparison is said to be of. */
export type ComparisonWords = {
	/** Those that were compared, in their order. */
	readonly measures: readonly NamedMeasure[];
	/** A column's name for the x axis. */
	readonly x: string;
	/** Behind a number on it. */
	readonly unit: string;
};

/** Ratios from here on are not told apart. */
const FARTHEST = 100;

/** The points as a table, and below it how to read it. */
export function comparisonTable(comparison: Comparison, words: ComparisonWords): string {
	return [
		layOutTable(comparisonData(comparison, words)),
		'',
		explainComparison(comparison, words),
	].join('\n');
}

/** The points as a table. */
export function comparisonData(comparison: Comparison, words: ComparisonWords): TableData {
	const shown = words.measures.filter(measure => isCompared(comparison, measure));
	return {
		header: [
			'compared',
			words.x,
			...shown.flatMap(measure => [`${shortOf(measure)} B/A`, 'interval', 'B is']),
		],
		rows: comparison.points.map(({name, x, measures}) => [
			name,
			formatLevel(undefined, x),
			...shown.flatMap(measure => describeRatio(measures[measure.name])),
		]),
		right: [1, ...shown.map((_, index) => 2 + 3 * index)],
	};
}

/** How to read it. */
export function explainComparison(
	comparison: Comparison,
	{measures}: Pick<ComparisonWords, 'measures'>,
): string {
	const {effect, confidence, tests} = comparison;
	const paced = measures.filter(({spoiledBy}) => spoiledBy === 'pace');
	const hasPace = paced.length === 0 || paced.some(measure => isCompared(comparison, measure));
	const needed = ratiosOf(comparison).flatMap(({repeatsNeeded}) => repeatsNeeded ?? []);
	return (
		`same: within ${formatEffect(effect)} to either side. Intervals: ${formatEffect(confidence)} for all ` +
		`${tests} ratios together (Bonferroni), Student's t on logarithms.` +
		(hasPace ? '' : ' No rates: a server was not what limited them.') +
		(needed.length > 0
			? ` To tell ${formatEffect(effect)} everywhere: about ${formatCount(Math.max(...needed))} repeats.`
			: '')
	);
}

/** A share, as 3 % or 2.5 %. */
export function formatEffect(share: number): string {
	return `${Number((share * 100).toPrecision(3))} %`;
}

/** A verdict, as people read it. */
export function formatVerdict({verdict}: Compared, effect: number): string {
	return verdict === 'same' ? `same within ${formatEffect(effect)}` : verdict;
}

/** A measure as what is compared, as in reply rate or CPU/reply. */
export function shortOf({title, short, unit}: NamedMeasure): string {
	const per = /\/(\w+)$/.exec(unit)?.[1];
	return per === undefined || per === 's'
		? title.toLowerCase()
		: `${(short ?? title).split(' ')[0] ?? title}/${per}`;
}

function isCompared({points}: Comparison, {name}: NamedMeasure): boolean {
	return points.some(({measures}) => measures[name] !== undefined);
}

function describeRatio(compared: Compared | undefined): string[] {
	return compared === undefined
		? ['–', '', '']
		: [
				formatRatio(compared.value),
				`${formatRatio(compared.low)}–${formatRatio(compared.high)}`,
				compared.verdict,
			];
}

/** An interval of two values a side goes to a million and beyond: how far says nothing. */
function formatRatio(ratio: number): string {
	return ratio < FARTHEST ? ratio.toFixed(3) : `>${FARTHEST}`;
}
