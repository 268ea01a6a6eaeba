// Which gates fired, how often, and what those watch that did not.
import type {Reason} from '../../method/cell.js';
import type {Gate} from '../../subjects/gate.js';
import type {Subject} from '../../subjects/subject.js';
import type {TableData} from '../table.js';

/** Every gate of a subject, with the cells that it fired on. */
export function gateData(
	{gates}: Pick<Subject, 'gates'>,
	cells: ReadonlyArray<{readonly reasons: readonly Reason[]}>,
): TableData {
	const rows = gates.map(({name, watches, ...gate}) => {
		const count = cells.filter(({reasons}) => reasons.some(reason => reason.name === name)).length;
		return {
			count,
			row: [name, String(count), doubtOf(gate), watches],
		};
	});
	return {
		header: ['gate', 'cells', 'in doubt', 'watches'],
		rows: rows.sort((a, b) => b.count - a.count).map(({row}) => row),
		right: [1],
	};
}

/** What a gate puts in doubt. */
function doubtOf({spoils, bounds}: Pick<Gate<never>, 'spoils' | 'bounds'>): string {
	return bounds ? 'how high the pace is' : spoils === 'pace' ? 'the pace' : 'the cell';
}
