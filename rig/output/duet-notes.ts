// Why duets are not valid, or were not played.
import {describeNote, groupNotes} from './notes.js';
import type {Row} from '../record/row.js';
import {wordsOf} from '../subjects/labels.js';
import type {DuetRun} from '../run/duet/duet-file.js';
import type {DuetRow} from '../run/duet/duet-row.js';

/** A line for each reason: what gates found on a side is told of its mechanism. */
export function describeDuetNotes(run: DuetRun, rows: readonly DuetRow[]): string[] {
	const words = wordsOf(run.settings.subject);
	return groupNotes(rows.flatMap(row => sidesOf(row, run))).map(note => describeNote(note, words));
}

function sidesOf(
	{status, count, reasons, sides}: DuetRow,
	run: DuetRun,
): Array<Pick<Row, 'status' | 'mechanism' | 'count' | 'reasons'>> {
	const name = (index: number) => `${run.sides[index]?.name ?? ''} (${index === 0 ? 'A' : 'B'})`;
	return sides === undefined
		? [{status, count, reasons, mechanism: 'the duet'}]
		: sides.map((side, index) => ({status, count, reasons: side.reasons, mechanism: name(index)}));
}
