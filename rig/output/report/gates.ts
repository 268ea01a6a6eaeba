// Which gates fired, how often, and what those watch that did not.
import type {Reason} from '../../method/cell.js';
import type {Subject} from '../../subjects/subject.js';
import type {TableData} from '../table.js';

/** Every gate of a subject, with the cells that it fired on. */
export function gateData(
	{gates}: Pick<Subject, 'gates'>,
	cells: ReadonlyArray<{readonly reasons: readonly Reason[]}>,
): TableData {
	const rows = gates.map(({name, watches, spoils}) => {
		const count = cells.filter(({reasons}) => reasons.some(reason => reason.name === name)).length;
		return {
			count,
			row: [name, String(count), spoils === 'pace' ? 'the pace' : 'the cell', watches],
		};
	});
	return {
		header: ['gate', 'cells', 'spoils', 'watches'],
		rows: rows.sort((a, b) => b.count - a.count).map(({row}) => row),
		right: [1],
	};
}
