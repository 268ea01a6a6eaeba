// Tables on standard output, as plain text.
import Table from 'cli-table3';

/** A table before it is laid out: `right` names the columns (from 0) that hold numbers. */
export type TableData = {
	readonly header: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
	readonly right: readonly number[];
};

/** Lays out a table as text. */
export function layOutTable({header, rows, right}: TableData): string {
	return layOut(header, rows, right);
}

/** Lays out rows under a header; `right` names the columns (from 0) that hold numbers. */
export function layOut(
	header: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
	right: readonly number[],
): string {
	const table = new Table({
		head: [...header],
		colAligns: header.map((_, index) => (right.includes(index) ? 'right' : 'left')),
		style: {head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2},
		chars: Object.fromEntries(
			['top', 'bottom', 'left', 'right', 'mid', 'middle']
				.flatMap(side => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
				.concat('mid-mid')
				.map(name => [name, '']),
		),
	});
	for (const row of rows) {
		table.push([...row]);
	}

	return table
		.toString()
		.split('\n')
		.map(line => line.trimEnd())
		.join('\n');
}
