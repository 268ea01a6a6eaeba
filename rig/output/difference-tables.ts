// What differs between two sides, for people: their scaling laws and their provenance.
import type {ComparedLaw} from '../method/comparison.js';
import {formatNanoseconds} from '../method/format.js';
import type {Difference} from '../record/changes.js';
import type {TableData} from './table.js';

/** Values longer than this are cut: the whole is in run.json. */
const LONGEST = 60;

/** The laws of both sides: in `each`, for each of `one`. */
export function lawDifferenceData(
	laws: readonly ComparedLaw[],
	{one, each}: {readonly one: string; readonly each: string},
): TableData {
	return {
		header: ['scaling law', `A: ${each}/${one}`, 'B', 'B − A', 'interval', 'B is'],
		rows: laws.map(({name, a, b, value, interval, verdict, n}) => [
			name,
			formatNanoseconds(a),
			formatNanoseconds(b),
			formatNanoseconds(value),
			interval ? `${formatNanoseconds(interval.low)} to ${formatNanoseconds(interval.high)}` : '–',
			verdict ?? `n = ${n}`,
		]),
		right: [1, 2, 3],
	};
}

/** What is not the same around two runs. */
export function differenceData(differences: readonly Difference[]): TableData {
	return {
		header: ['what differs', 'A', 'B'],
		rows: differences.map(({name, before, after}) => [name, cut(before), cut(after)]),
		right: [],
	};
}

function cut(text: string): string {
	return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
