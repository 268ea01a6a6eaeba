// What a dead connection takes of memory, against how many there are.
import type {Graph, Panel, Point} from './graph.js';
import type {Estimate, GraphText} from './rows.js';

/** The valid cells of one mechanism at one number of dead connections: bytes for each of them. */
export type MemoryRow = {
	readonly mechanism: string;
	readonly count: number;
	/** Of the kernel's slab. */
	readonly slab: Estimate;
	/** Of the server's resident set. */
	readonly rss: Estimate;
};

/** The graph of a run's memory. `rows` are of `fewest` connections and more: fewer say little. */
export function memoryGraph(
	rows: readonly MemoryRow[],
	text: Pick<GraphText, 'machine'>,
	fewest: number,
): Graph {
	const names = [...new Set(rows.map(({mechanism}) => mechanism))];
	const panel = (label: string, of: (row: MemoryRow) => Estimate): Panel => ({
		label,
		scale: 'linear',
		fromZero: true,
		series: names.map(name => ({
			name,
			line: 'solid',
			points: rows
				.filter(({mechanism}) => mechanism === name)
				.map(row => ({x: row.count, ...pointOf(of(row))})),
		})),
	});
	return {
		title: 'What memory does a dead connection take?',
		subtitle: text.machine,
		caption:
			'Growth while the dead connections were opened, divided by their number: medians of the ' +
			'runs, with their confidence intervals. The slab is of the whole kernel: where both ends are ' +
			`on one host, it holds both. Fewer than ${fewest} dead connections are left out.`,
		x: {label: 'Dead connections', scale: 'linear'},
		panels: [
			panel('Kernel slab [bytes/dead connection]', ({slab}) => slab),
			panel('Server RSS [bytes/dead connection]', ({rss}) => rss),
		],
	};
}

function pointOf({median, low, high}: Estimate): Omit<Point, 'x'> {
	return {y: Math.max(0, median), low: Math.max(0, low), high: Math.max(0, high), valid: true};
}
