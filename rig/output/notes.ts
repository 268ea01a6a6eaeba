// Why cells are not valid, or were not run: one note for those that share a reason.
import type {Row} from '../record/row.js';
import type {Words} from '../subjects/labels.js';
import {formatCount} from './format.js';

/** Cells that are not `ok` for one reason. */
export type Note = {
	readonly status: Row['status'];
	readonly mechanisms: readonly string[];
	/** Dead connections, or pipes. */
	readonly counts: readonly number[];
	readonly cells: number;
	/** Of the cell with the greatest count. */
	readonly message: string;
};

/** What is known of a cell that has notes. */
type Noted = Pick<Row, 'status' | 'mechanism' | 'count' | 'reasons'>;

/** The notes on `rows`, in the order of their first cells. */
export function groupNotes(rows: readonly Noted[]): Note[] {
	const groups = new Map<string, Array<{row: Noted; message: string}>>();
	for (const row of rows) {
		for (const {name, message} of row.reasons) {
			// A limit of the machine is one for all mechanisms; a fault is told in its own words.
			const key = [row.status, name, row.status === 'failed' ? message : ''].join('\n');
			groups.set(key, [...(groups.get(key) ?? []), {row, message}]);
		}
	}

	return [...groups.values()].map(toNote);
}

function toNote(group: ReadonlyArray<{row: Noted; message: string}>): Note {
	const sorted = group.toSorted((a, b) => a.row.count - b.row.count);
	return {
		status: (sorted[0] as {row: Noted}).row.status,
		mechanisms: [...new Set(sorted.map(({row}) => row.mechanism))].sort(),
		counts: [...new Set(sorted.map(({row}) => row.count))],
		cells: sorted.length,
		message: sorted.at(-1)?.message ?? '',
	};
}

/** A note as a line for people. */
export function describeNote(
	{status, mechanisms, counts, cells, message}: Note,
	{unit}: Words,
): string {
	const where = `${mechanisms.join(', ')} at ${counts.map(formatCount).join(', ')} ${unit}`;
	return `${status} (${cells} ${cells === 1 ? 'cell' : 'cells'}: ${where}): ${message}`;
}
