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

/**
 * Lays out rows under a header; `right` names the columns (from 0) that hold numbers. On a terminal that
 * is narrower than the table, words of its cells go onto lines of their own.
 */
export function layOut(
	header: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
	right: readonly number[],
	width = terminalWidth(),
): string {
	const widths = narrowed([header, ...rows], width);
	const table = new Table({
		...(widths && {colWidths: widths, wordWrap: true}),
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

/**
 * Text with its sentences broken between words where a terminal is narrower; lines with columns stay. Without
 * a terminal nothing is broken: whoever pastes or reads it has a width of their own.
 */
export function fitTerminal(text: string, width = terminalWidth()): string {
	return text
		.split('\n')
		.flatMap(line => (line.length <= width || /\S {2,}\S/.test(line) ? line : fitLine(line, width)))
		.join('\n');
}

function fitLine(line: string, width: number): string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	const lines: string[] = [];
	let last = '';
	for (const word of line.trimStart().split(' ')) {
		const longer = last === '' ? indent + word : `${last} ${word}`;
		if (longer.length > width && last !== '') {
			lines.push(last);
			last = indent + word;
		} else {
			last = longer;
		}
	}

	return [...lines, last];
}

function terminalWidth(): number {
	return process.stdout.isTTY ? process.stdout.columns : Infinity;
}

/** Between two columns. */
const GAP = 2;

/** Widths of columns, gaps included, with which a table is no wider than `width`, as far as its words allow; undefined: those that it has. */
function narrowed(rows: ReadonlyArray<readonly string[]>, width: number): number[] | undefined {
	const columns = (rows[0] ?? []).map((_, column) => rows.map(row => row[column] ?? ''));
	const longest = (texts: readonly string[]) =>
		texts.reduce((most, text) => Math.max(most, text.length), 0) + GAP;
	const widths = columns.map(longest);
	const least = columns.map(cells => longest(cells.flatMap(cell => cell.split(' '))));
	const total = () => widths.reduce((sum, each) => sum + each, -GAP);
	if (total() <= width) {
		return undefined;
	}

	while (total() > width) {
		// The widest of those that have words to wrap gives way first.
		const widest = widths.reduce(
			(found, each, column) =>
				each > (least[column] ?? 0) && each > (widths[found] ?? 0) ? column : found,
			-1,
		);
		if (widest === -1) {
			break;
		}

		widths[widest] = (widths[widest] ?? 0) - 1;
	}

	return widths;
}
