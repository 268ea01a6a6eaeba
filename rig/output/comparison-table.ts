// A comparison, for people.
import type {Compared, Comparison} from '../method/comparison.js';
import type {Words} from '../subjects/labels.js';
import {formatCount} from './format.js';
import {layOutTable, type TableData} from './table.js';

/** The points as a table, and below it how to read it. */
export function comparisonTable(comparison: Comparison, words: Words): string {
	return [layOutTable(comparisonData(comparison, words)), '', explainComparison(comparison)].join(
		'\n',
	);
}

/** The points as a table. */
export function comparisonData({points}: Comparison, {unit, operation, rate}: Words): TableData {
	const hasRate = points.some(point => point.rate !== undefined);
	return {
		header: [
			'compared',
			unit,
			...(hasRate ? [`${rate.toLowerCase()} B/A`, 'interval', 'B is'] : []),
			`CPU/${operation} B/A`,
			'interval',
			'B is',
		],
		rows: points.map(({name, count, rate: speed, cpu}) => [
			name,
			formatCount(count),
			...(hasRate ? describeRatio(speed) : []),
			...describeRatio(cpu),
		]),
		right: hasRate ? [1, 2, 5] : [1, 2],
	};
}

/** How to read it. */
export function explainComparison({points, effect, confidence, tests}: Comparison): string {
	const hasRate = points.some(point => point.rate !== undefined);
	const needed = points
		.flatMap(point => [point.rate, point.cpu])
		.flatMap(compared => compared?.repeatsNeeded ?? []);
	return (
		`same: within ${formatEffect(effect)} to either side. Intervals: ${formatEffect(confidence)} for all ` +
		`${tests} ratios together (Bonferroni), Student's t on logarithms.` +
		(hasRate ? '' : ' No rates: a server was not what limited them.') +
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

function describeRatio(compared: Compared | undefined): string[] {
	return compared === undefined
		? ['–', '', '']
		: [
				compared.value.toFixed(3),
				`${compared.low.toFixed(3)}–${compared.high.toFixed(3)}`,
				compared.verdict,
			];
}
