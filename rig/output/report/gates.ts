// Which gates fired, how often, and what those watch that did not.
import type {TableData} from '../table.js';
import type {Settings} from '../../run/settings.js';
import type {Reason} from '../../record/row.js';
import {findGatesOf} from '../../subjects/subject.js';

/** Every gate of a subject, with the cells that it fired on. */
export async function gateData(
	subject: Settings['subject'],
	cells: ReadonlyArray<readonly Reason[]>,
): Promise<TableData> {
	const gates = await findGatesOf(subject);
	const rows = gates.map(({name, watches, spoils}) => {
		const count = cells.filter(reasons => reasons.some(reason => reason.name === name)).length;
		return {
			count,
			row: [name, String(count), spoils === 'rate' ? 'the rate' : 'the cell', watches],
		};
	});
	return {
		header: ['gate', 'cells', 'spoils', 'watches'],
		rows: rows.sort((a, b) => b.count - a.count).map(({row}) => row),
		right: [1],
	};
}
