// Why cells are not valid, or were not run: one note for those that share a reason.
import {type Axes, type Cell, lineOf, sortLevels, xOf} from '../method/cell.js';
import {formatLevel, type Level} from '../method/factor.js';

/** Cells that are not `ok` for one reason. */
export type Note = {
	readonly status: Cell['status'];
	/** Of the graph. */
	readonly lines: readonly string[];
	/** On the x axis. */
	readonly levels: readonly Level[];
	readonly cells: number;
	/** Of the cell that is farthest to the right; of several there, of that which needs most. */
	readonly message: string;
};

/** A cell that has notes, and where it stands on a graph. */
type Noted = Pick<Cell, 'status' | 'reasons'> & {readonly line: string; readonly x: Level};

/** What one of them says of it. */
type Said = {readonly cell: Noted; readonly message: string; readonly needed: number};

/** The notes on `cells`, in the order of their first ones. */
export function groupNotes<T extends Pick<Cell, 'status' | 'reasons' | 'point'>>(
	cells: readonly T[],
	axes: Axes,
	name = (cell: T) => lineOf(cell.point, axes),
): Note[] {
	return groupNoted(cells.map(cell => ({...cell, line: name(cell), x: xOf(cell.point, axes)})));
}

function groupNoted(cells: readonly Noted[]): Note[] {
	const groups = new Map<string, Said[]>();
	for (const cell of cells) {
		for (const {name, message, needed = 0} of cell.reasons) {
			// A limit of the machine is one for all lines; a fault is told in its own words.
			const key = [cell.status, name, cell.status === 'failed' ? message : ''].join('\n');
			groups.set(key, [...(groups.get(key) ?? []), {cell, message, needed}]);
		}
	}

	return [...groups.values()].map(toNote);
}

function toNote(group: readonly Said[]): Note {
	const levels = sortLevels(group.map(({cell}) => cell.x));
	const last = group.filter(({cell}) => cell.x === levels.at(-1));
	const most = Math.max(...last.map(({needed}) => needed));
	return {
		status: (group[0] as Said).cell.status,
		lines: [...new Set(group.map(({cell}) => cell.line))].sort(),
		levels,
		cells: group.length,
		message: last.findLast(({needed}) => needed === most)?.message ?? '',
	};
}

/** A note as a line for people. */
export function describeNote({status, lines, levels, cells, message}: Note, axes: Axes): string {
	const unit = axes.factors[axes.x]?.unit;
	const counts = levels.map(level => formatLevel(undefined, level)).join(', ');
	const where = [`${lines.join(', ')} at ${counts}`, ...(unit === undefined ? [] : [unit])].join(
		' ',
	);
	// A cell that is valid has a note where its pace is a lower bound.
	return `${status === 'ok' ? 'at least' : status} (${cells} ${cells === 1 ? 'cell' : 'cells'}: ${where}): ${message}`;
}
