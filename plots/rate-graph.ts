// A study's graph: the rate against what is counted, and beneath it what an operation costs.
import {captionOf} from './caption.js';
import type {Graph, Point, Scale, Series} from './graph.js';
import type {GraphText, GraphWords, InvalidCell, PointRow} from './rows.js';

/**
 * The graph of a run: `rows` are what its valid cells yielded, `invalid` are all others. `scale` is
 * that of the count and of the rate: linear as in the dphttpd graphs of 2002, or log.
 */
export function rateGraph(
	rows: readonly PointRow[],
	invalid: readonly InvalidCell[],
	text: GraphText,
	words: GraphWords,
	scale: Scale = 'linear',
): Graph {
	const names = [...new Set([...rows, ...invalid].map(({mechanism}) => mechanism))];
	// None for a mechanism that was never run: the caption tells why.
	const curve = (name: string, line: Series['line'], figure: Figure): Series[] => {
		const points = pointsOf(name, rows, invalid, figure);
		return points.length > 0 ? [{name, line, points}] : [];
	};
	const cpu = names.flatMap(name => [
		...curve(name, 'dashed', systemCpu),
		...curve(name, 'solid', totalCpu),
	]);
	const scaleOfCpu = cpuScale(cpu, scale);
	return {
		title: text.question,
		subtitle: text.machine,
		caption: captionOf(rows, invalid, text),
		x: {label: words.counted, scale},
		panels: [
			{
				label: `${words.rate} [${words.operations}/s]`,
				scale,
				fromZero: true,
				series: names.flatMap(name => curve(name, 'solid', rate)),
			},
			{
				label: `${words.worker} CPU [µs/${words.operation}]${scaleOfCpu === scale ? '' : ', log scale'}`,
				scale: scaleOfCpu,
				fromZero: true,
				lineKey: {solid: 'user + system', dashed: 'system'},
				series: cpu,
			},
		],
	};
}

/** A figure of a row, and the same of a single cell. */
type Figure = {
	ofRow(row: PointRow): Omit<Point, 'x' | 'valid' | 'note'> | undefined;
	ofCell(cell: InvalidCell): number | undefined;
};

const rate: Figure = {
	ofRow: row => row.rate && {y: row.rate.median, low: row.rate.low, high: row.rate.high},
	ofCell: cell => cell.rate,
};

// The sum of two medians, from the sum of the lower ends to that of the upper ones: where each
// interval holds its median, this one holds their sum.
const totalCpu: Figure = {
	ofRow: ({cpuUserUs: user, cpuSystemUs: system}) =>
		user &&
		system && {
			y: user.median + system.median,
			low: user.low + system.low,
			high: user.high + system.high,
		},
	ofCell: ({cpuUserUs: user, cpuSystemUs: system}) =>
		user === undefined || system === undefined ? undefined : user + system,
};

// With no interval of its own, which would hide that of the total.
const systemCpu: Figure = {
	ofRow: ({cpuSystemUs: system}) => system && {y: system.median},
	ofCell: cell => cell.cpuSystemUs,
};

function pointsOf(
	name: string,
	rows: readonly PointRow[],
	invalid: readonly InvalidCell[],
	figure: Figure,
): Point[] {
	const valid = rows
		.filter(row => row.mechanism === name)
		.map(row => ({
			x: row.count,
			figures: figure.ofRow(row),
			n: (row.rate ?? row.cpuUserUs)?.n ?? 0,
		}))
		.flatMap(({x, figures, n}) =>
			figures ? [{x, ...figures, valid: true, note: `median of ${n}`}] : [],
		);
	const hollow = invalid
		.filter(cell => cell.mechanism === name)
		.map(cell => ({x: cell.count, y: figure.ofCell(cell), note: cell.reason}))
		.flatMap(({x, y, note}) => (y === undefined ? [] : [{x, y, valid: false, note}]));
	return [...valid, ...hollow];
}

// Linear where that shows every curve; where the dearest reply costs more than twenty times the
// cheapest, all but a few curves would lie on the axis.
function cpuScale(series: readonly Series[], wanted: Scale): Scale {
	const costs = series.flatMap(({points}) => points.map(({y}) => y)).filter(y => y > 0);
	return Math.max(...costs) > 20 * Math.min(...costs) ? 'log' : wanted;
}
