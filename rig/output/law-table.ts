// The scaling laws of curves, for people.
import type {Axes} from '../method/cell.js';
import {type CurveSummary, TIME} from '../method/curves.js';
import {formatCount, formatMicroseconds, formatNanoseconds} from '../method/format.js';
import type {Knee} from '../method/knee.js';
import type {Interval} from '../method/law.js';
import {layOutTable, type TableData} from './table.js';

/** What laws are said to be of: what is done over and over, and one of what it is held against. */
export type LawWords = {readonly operation: string; readonly one: string};

/** The words for a run's laws. */
export function lawWords(
	{operation}: {operation: string},
	{x, factors}: Pick<Axes, 'x' | 'factors'>,
): LawWords {
	return {operation, one: factors[x]?.one ?? factors[x]?.label.toLowerCase() ?? x};
}

/** The laws as a table, and below it what they are. */
export function lawTable(curves: readonly CurveSummary[], words: LawWords): string {
	return [layOutTable(lawData(curves, words)), '', explainLaws(curves, words)].join('\n');
}

/** The laws as a table. */
export function lawData(curves: readonly CurveSummary[], words: LawWords): TableData {
	const hasWaits = curves.some(({eachWaitNs}) => eachWaitNs !== undefined);
	return {
		header: [
			'scaling law',
			`µs/${words.operation}`,
			`+ ns/${words.one}`,
			'interval',
			...(hasWaits ? ['ns each wait'] : []),
			'lost 10 % at',
		],
		rows: curves.map(({fixedUs, eachNs, eachWaitNs, knee, ...curve}) => [
			nameOf(curve),
			formatMicroseconds(fixedUs.value),
			formatNanoseconds(eachNs.value),
			describeInterval(eachNs),
			...(hasWaits ? [eachWaitNs ? formatNanoseconds(eachWaitNs.value) : '–'] : []),
			describeKnee(knee),
		]),
		right: [1, 2, 4, 5],
	};
}

/** What the laws are. */
export function explainLaws(curves: readonly CurveSummary[], {operation}: LawWords): string {
	return (
		`Time per ${operation} = a + b·N, weighted least squares; interval: 95 %, bootstrap.` +
		(curves.some(({basis}) => basis !== TIME)
			? ' (CPU): of processor time, where something else limited the rate.'
			: '')
	);
}

/** The laws in a sentence, for a caption. */
export function describeLaws(curves: readonly CurveSummary[], {operation, one}: LawWords): string {
	if (curves.length === 0) {
		return '';
	}

	const laws = curves.map(
		({fixedUs, eachNs, ...curve}) =>
			`${nameOf(curve)} ${formatMicroseconds(fixedUs.value)} µs ` +
			`${eachNs.value < 0 ? '−' : '+'} ${formatNanoseconds(Math.abs(eachNs.value))} ns (${describeInterval(eachNs)})`,
	);
	return `Time per ${operation}, and more for each ${one}: ${laws.join('; ')}.`;
}

/** A curve's name, and what its law is of, where that is not time. */
export function nameOf({name, basis}: Pick<CurveSummary, 'name' | 'basis'>): string {
	return basis === TIME ? name : `${name} (${basis})`;
}

function describeInterval({low, high}: Interval): string {
	return `${formatNanoseconds(low)} to ${formatNanoseconds(high)}`;
}

function describeKnee(knee: Knee | undefined): string {
	if (knee === undefined) {
		return '–';
	}

	return 'at' in knee ? formatCount(knee.at) : `beyond ${formatCount(knee.beyond)}`;
}
