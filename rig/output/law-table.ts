// The scaling laws of curves, for people.
import type {Axes} from '../method/cell.js';
import type {CurveSummary} from '../method/curves.js';
import {formatCount, formatMicroseconds, formatNanoseconds} from '../method/format.js';
import type {Knee} from '../method/statistics/knee.js';
import type {Found} from '../method/statistics/law.js';
import {layOutTable, type TableData} from './table.js';

/** The units of a law: of what does not depend on N, and of what each one more costs. */
type LawUnits = {readonly fixed: string; readonly each: string; readonly of: string};

/** By what laws are of; of anything else they are of time. */
const units: Readonly<Record<string, LawUnits>> = {
	CPU: {fixed: 'µs', each: 'ns', of: 'CPU time'},
	instructions: {fixed: 'thousand instructions', each: 'instructions', of: 'Instructions'},
};

/** The units of laws of `basis`. */
export function lawUnits(basis: string | undefined): LawUnits {
	return units[basis ?? ''] ?? {fixed: 'µs', each: 'ns', of: 'Time'};
}

/** What laws are said to be of: what is done over and over, and one of what it is held against. */
export type LawWords = {readonly operation: string; readonly one: string};

/** The words for a run's laws. */
export function lawWords(
	{operation}: {operation: string},
	axes: Pick<Axes, 'x' | 'factors'>,
): LawWords {
	return {operation, one: oneOf(axes)};
}

/** One of what is on the x axis, as in dead connection. */
export function oneOf({x, factors}: Pick<Axes, 'x' | 'factors'>): string {
	return factors[x]?.one ?? factors[x]?.label.toLowerCase() ?? x;
}

/** The laws as a table, and below it what they are. */
export function lawTable(curves: readonly CurveSummary[], words: LawWords): string {
	return [layOutTable(lawData(curves, words)), '', explainLaws(curves, words)].join('\n');
}

/** The laws as a table. Where a line does not describe the curve, it has no law. */
export function lawData(curves: readonly CurveSummary[], words: LawWords): TableData {
	const hasWaits = curves.some(({eachWaitNs}) => eachWaitNs !== undefined);
	const {fixed, each} = lawUnits(curves[0]?.basis);
	return {
		header: [
			'scaling law',
			`${fixed}/${words.operation}`,
			`+ ${each}/${words.one}`,
			'interval',
			...(hasWaits ? [`${each} each wait`] : []),
			'lost 10 %',
		],
		rows: curves.map(({name, n, holds, fixedUs, eachNs, eachWaitNs, knee}) => [
			name,
			...(holds
				? [
						formatMicroseconds(fixedUs.value),
						formatNanoseconds(eachNs.value),
						describeInterval(eachNs, n),
					]
				: ['–', '–', 'not straight']),
			...(hasWaits ? [eachWaitNs && holds ? formatNanoseconds(eachWaitNs.value) : '–'] : []),
			describeKnee(knee),
		]),
		right: [1, 2, 4],
	};
}

/** What the laws are; and where a curve has none, how much one more costs between its counts. */
export function explainLaws(curves: readonly CurveSummary[], {operation, one}: LawWords): string {
	const bases = [...new Set(curves.map(({basis}) => basis))];
	const {each} = lawUnits(bases[0]);
	const bent = curves.filter(({holds}) => !holds);
	return [
		`${bases.map(basis => lawUnits(basis).of).join(', ')} per ${operation} = a + b·N, weighted least squares (errors in proportion), a line a repeat; interval: 95 %, Student's t of the repeats, within this run.`,
		...bent.map(
			({name, p, misses, slopesNs}) =>
				`${name} is not straight (${describeMisses(misses)} off a line, p ${describeP(p)}). ${each}/${one} between counts: ` +
				`${slopesNs.map(slope => `${formatCount(slope.from)}–${formatCount(slope.to)}: ${formatNanoseconds(slope.value)}`).join(', ')}.`,
		),
	].join('\n');
}

/** The laws in a sentence, for a caption. */
export function describeLaws(curves: readonly CurveSummary[], {operation, one}: LawWords): string {
	if (curves.length === 0) {
		return '';
	}

	const {fixed, each, of} = lawUnits(curves[0]?.basis);
	const laws = curves.map(({name, n, holds, fixedUs, eachNs, slopesNs}) => {
		if (!holds) {
			const slopes = slopesNs.map(({value}) => value);
			return `${name} is not straight (${formatNanoseconds(Math.min(...slopes))} to ${formatNanoseconds(Math.max(...slopes))} ${each} between counts)`;
		}

		return (
			`${name} ${formatMicroseconds(fixedUs.value)} ${fixed} ` +
			`${eachNs.value < 0 ? '−' : '+'} ${formatNanoseconds(Math.abs(eachNs.value))} ${each} (${describeInterval(eachNs, n)})`
		);
	});
	return `${of} per ${operation}, and more for each ${one}: ${laws.join('; ')}.`;
}

function describeInterval({interval}: Found, n: number): string {
	return interval
		? `${formatNanoseconds(interval.low)} to ${formatNanoseconds(interval.high)}`
		: `n = ${n}`;
}

function describeMisses(misses: CurveSummary['misses']): string {
	const [least, most] = [Math.min, Math.max].map(of =>
		Math.round(100 * of(...misses.map(({share}) => share))),
	);
	return `${least ?? 0} to +${most ?? 0} %`;
}

function describeP(p: number | undefined): string {
	return p !== undefined && p >= 0.001 ? `= ${p.toFixed(3)}` : '< 0.001';
}

function describeKnee(knee: Knee | undefined): string {
	if (knee === undefined) {
		return '–';
	}

	return 'after' in knee
		? `between ${formatCount(knee.after)} and ${formatCount(knee.before)}`
		: `beyond ${formatCount(knee.beyond)}`;
}
