// The cells of a run as graphs: a panel for each measure, a line for each curve.
import {captionOf} from '../../plots/caption.js';
import type {Graph, Panel, Point, Scale, Series} from '../../plots/graph.js';
import {type Axes, type Cell, isGood, levelsOf, lineOf, valueOf, xOf} from '../method/cell.js';
import type {Level} from '../method/factor.js';
import type {NamedMeasure} from '../method/measure.js';
import type {PointSummary} from '../method/summary.js';
import type {Picture} from '../subjects/subject.js';

/** What a graph is made of. */
export type GraphParts = {
	readonly points: readonly PointSummary[];
	readonly cells: readonly Cell[];
	readonly axes: Axes;
	readonly scale: Scale;
	readonly machine: string;
};

/** What is said of a graph. */
export type GraphText = {
	readonly title: string;
	/** The scaling laws of its curves, or how they came about, in a sentence. */
	readonly laws: string;
	readonly notMeasured?: string;
};

/** Where the dearest costs more than so many times the cheapest, all but a few curves would lie on the axis. */
const LINEAR_SPAN = 20;

/** Medians joined, what is not valid apart: a panel for each measure, in its order. */
export function studyGraph(
	parts: GraphParts,
	measures: readonly NamedMeasure[],
	allMeasures: readonly NamedMeasure[],
	{title, laws, notMeasured}: GraphText,
): Graph {
	const [first] = measures;
	const {points, cells, axes, scale, machine} = parts;
	const invalid = cells.filter(({status}) => status !== 'ok');
	return {
		title,
		subtitle: machine,
		caption: captionOf(
			points.map(({line, measures: found}) => {
				const rate = first && found[first.name];
				return {mechanism: line, count: 0, ...(rate && {rate})};
			}),
			invalid.map(cell => {
				const [rate] = first === undefined ? [] : valueOf(cell, first);
				return {
					...{mechanism: lineOf(cell.point, axes), count: 0, reason: reasonOf(cell)},
					...(rate !== undefined && {rate}),
				};
			}),
			{question: title, machine, laws, ...(notMeasured !== undefined && {notMeasured})},
		),
		x: {label: labelOf(axes), scale: isNumeric(parts) ? scale : 'linear'},
		panels: measures.map((measure, index) =>
			panelOf(
				measure,
				allMeasures.find(({name}) => name === measure.part?.measure),
				parts,
				index === 0,
			),
		),
	};
}

/** A graph of its own of some measures; undefined where nothing says much of them. */
export function pictureGraph(
	{points, axes, scale, machine}: GraphParts,
	{title, caption, least}: Picture,
	measures: readonly NamedMeasure[],
): Graph | undefined {
	const shown = points.filter(
		({x, measures: found}) =>
			typeof x === 'number' && x >= least && measures.every(({name}) => found[name] !== undefined),
	);
	const lines = [...new Set(shown.map(({line}) => line))];
	return shown.length === 0
		? undefined
		: {
				title,
				subtitle: machine,
				caption: `${caption} Medians of the runs, with their intervals. Fewer than ${least} are left out.`,
				x: {label: labelOf(axes), scale},
				panels: measures.map(({name, title: label, unit}) => ({
					label: `${label} [${unit}]`,
					scale: 'linear',
					fromZero: true,
					series: lines.map(line => ({
						name: line,
						line: 'solid',
						points: shown
							.filter(point => point.line === line)
							.map(({x, measures: found}) => {
								const {median = 0, low = 0, high = 0} = found[name] ?? {};
								const [y, from, to] = [median, low, high].map(value => Math.max(0, value));
								return {x: Number(x), y: y ?? 0, low: from ?? 0, high: to ?? 0, valid: true};
							}),
					})),
				})),
			};
}

function panelOf(
	measure: NamedMeasure,
	part: NamedMeasure | undefined,
	parts: GraphParts,
	isFirst: boolean,
): Panel {
	const whole = seriesOf(measure, 'solid', parts);
	// With no interval of its own, which would hide that of the whole.
	const dashed = part === undefined ? [] : seriesOf(part, 'dashed', parts).map(withoutIntervals);
	const series = [...dashed, ...whole];
	const scale = isFirst ? parts.scale : scaleFor(series, parts.scale);
	return {
		label: `${measure.title} [${measure.unit}]${scale === parts.scale ? '' : ', log scale'}`,
		scale,
		fromZero: true,
		...(measure.part &&
			dashed.length > 0 && {lineKey: {solid: measure.part.whole, dashed: measure.part.part}}),
		series,
	};
}

/** None for a line that was never run: the caption tells why. */
function seriesOf(
	measure: NamedMeasure,
	line: Series['line'],
	{points, cells, axes}: GraphParts,
): Series[] {
	const levels = levelsOf(cells, axes);
	const names = [
		...new Set([
			...points.map(point => point.line),
			...cells.map(({point}) => lineOf(point, axes)),
		]),
	];
	return names.flatMap(name => {
		const valid = points
			.filter(point => point.line === name)
			.flatMap(({x, measures}): Point[] => {
				const found = measures[measure.name];
				return found === undefined
					? []
					: [
							{
								...{x: placeOf(x, levels), y: found.median, low: found.low, high: found.high},
								...{valid: true, note: `median of ${found.n}`},
							},
						];
			});
		const hollow = cells
			.filter(
				cell => cell.status !== 'ok' && !isGood(cell, measure) && lineOf(cell.point, axes) === name,
			)
			.flatMap(cell =>
				valueOf(cell, measure).map(y => ({
					...{x: placeOf(xOf(cell.point, axes), levels), y, valid: false, note: reasonOf(cell)},
				})),
			);
		const all = [...valid, ...hollow];
		return all.length > 0 ? [{name, line, points: all}] : [];
	});
}

function withoutIntervals({points, ...series}: Series): Series {
	return {
		...series,
		points: points.map(({x, y, valid, note}) => ({x, y, valid, ...(note !== undefined && {note})})),
	};
}

/** A name stands at its place among the others. */
function placeOf(x: Level, levels: readonly Level[]): number {
	return typeof x === 'number' ? x : levels.indexOf(x);
}

function isNumeric({cells, axes}: GraphParts): boolean {
	return cells.every(({point}) => typeof xOf(point, axes) === 'number');
}

function labelOf({x, factors}: Axes): string {
	return factors[x]?.label ?? x;
}

function scaleFor(series: readonly Series[], wanted: Scale): Scale {
	const values = series.flatMap(({points}) => points.map(({y}) => y)).filter(y => y > 0);
	return Math.max(...values) > LINEAR_SPAN * Math.min(...values) ? 'log' : wanted;
}

/** A fault has no name but what happened; limits and gates are known by theirs. */
function reasonOf({status, reasons}: Cell): string {
	return reasons.map(({name, message}) => (status === 'failed' ? message : name)).join(', ');
}
