// What differs between two runs, for people: their scaling laws and their provenance.
import type {LawDifference} from '../method/laws.js';
import type {Difference} from '../record/changes.js';
import {formatNanoseconds} from '../method/format.js';
import {type LawWords, nameOf} from './law-table.js';
import type {TableData} from './table.js';

/** Values longer than this are cut: the whole is in run.json. */
const LONGEST = 60;

/** The laws of both sides. */
export function lawDifferenceData(
	laws: readonly LawDifference[],
	{one}: Pick<LawWords, 'one'>,
): TableData {
	return {
		header: ['scaling law', `A: ns/${one}`, 'B', 'B − A', 'interval', ''],
		rows: laws.map(({a, b, difference, differs, ...law}) => [
			nameOf(law),
			formatNanoseconds(a.value),
			formatNanoseconds(b.value),
			formatNanoseconds(difference.value),
			`${formatNanoseconds(difference.low)} to ${formatNanoseconds(difference.high)}`,
			differs ? 'differs' : 'cannot tell',
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
