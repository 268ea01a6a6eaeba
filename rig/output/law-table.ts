// The scaling laws of curves, for people.
import type {CurveSummary} from '../method/curves.js';
import type {Knee} from '../method/knee.js';
import type {Interval} from '../method/law.js';
import type {Words} from '../subjects/labels.js';
import {formatCount, formatMicroseconds, formatNanoseconds} from './format.js';
import {layOutTable, type TableData} from './table.js';

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
		rows: curves.map(({name, basis, fixedUs, eachNs, eachWaitNs, knee}) => [
			basis === 'CPU' ? `${name} (CPU)` : name,
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
export function explainLaws(curves: readonly CurveSummary[], words: LawWords): string {
	return (
		`Time per ${words.operation} = a + b·N, least squares; interval: 95 %, bootstrap.` +
		(curves.some(({basis}) => basis === 'CPU')
			? ' (CPU): of processor time, where something else limited the rate.'
			: '')
	);
}

/** The words that laws need. */
export type LawWords = Pick<Words, 'operation' | 'one' | 'counted'>;

/** The laws in a sentence, for a caption. */
export function describeLaws(curves: readonly CurveSummary[], {operation, one}: LawWords): string {
	if (curves.length === 0) {
		return '';
	}

	const laws = curves.map(
		({name, basis, fixedUs, eachNs}) =>
			`${name}${basis === 'CPU' ? ' (CPU)' : ''} ${formatMicroseconds(fixedUs.value)} µs ` +
			`${eachNs.value < 0 ? '−' : '+'} ${formatNanoseconds(Math.abs(eachNs.value))} ns (${describeInterval(eachNs)})`,
	);
	return `Time per ${operation}, and more for each ${one}: ${laws.join('; ')}.`;
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
