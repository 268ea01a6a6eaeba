// The table at the end of a run.
import type {Axes} from '../method/cell.js';
import {formatLevel} from '../method/factor.js';
import {columnOf, formatMeasure, type NamedMeasure} from '../method/measure.js';
import type {Median} from '../method/statistics/median.js';
import type {PointSummary} from '../method/summary.js';
import type {Subject} from '../subjects/subject.js';
import {nameOfReach} from './reach.js';
import {layOutTable, type TableData} from './table.js';

/** What a table of points is made of: measures with an interval first, then those beside them. */
export type SummaryParts = {
	readonly points: readonly PointSummary[];
	readonly measures: readonly NamedMeasure[];
	readonly beside: readonly NamedMeasure[];
	readonly axes: Axes;
	readonly subject: Subject;
};

/** The points as a table, and below it what the interval is. */
export function summaryTable(parts: SummaryParts): string {
	return [layOutTable(summaryData(parts)), '', describeSummary(parts)].join('\n');
}

/** The points as a table. */
export function summaryData({points, measures, beside, axes}: SummaryParts): TableData {
	const [first, ...others] = measures;
	const columns: Column[] = [
		{name: nameOfLines(axes), isNumber: false, cell: ({line}) => line},
		{name: nameOfX(axes), cell: ({x}) => formatLevel(undefined, x)},
		...(first === undefined ? [] : leadColumns(first, points)),
		...[...others, ...beside.filter(measure => points.some(hasMeasure(measure)))].map(columnFor),
		{name: 'cells', isNumber: false, cell: countCells},
	];
	return {
		header: columns.map(({name}) => name),
		rows: points.map(point => columns.map(({cell}) => cell(point) ?? '–')),
		right: columns.flatMap(({isNumber}, index) => (isNumber === false ? [] : [index])),
	};
}

/** What its medians and intervals are. */
export function describeSummary({points, measures: [first], subject}: SummaryParts): string {
	const found = points.flatMap(({measures}) => measures[first?.name ?? ''] ?? []);
	const isInterval = found.some(({reach}) => reach?.level !== undefined);
	const worker = subject.worker === 'Server' ? 'the server' : subject.worker;
	return [
		'Medians over the repeats.',
		'cpu' in subject.measures ? ` CPU: of ${worker}.` : '',
		'slab' in subject.measures ? ' Slab: of the kernel, both ends of a connection.' : '',
		isInterval ? ' Interval: between order statistics, with its exact level.' : '',
		found.some(({reach}) => reach && reach.level === undefined)
			? ' Range: from the least to the greatest value; so few repeats give no interval.'
			: '',
		' All of it is within this run: drift from run to run is not in it.',
		found.some(({isAtLeast}) => isAtLeast)
			? ' ≥: something else than the subject may have been the limit, so it is at least this much.'
			: '',
		points.some(({invalid, measures}) => invalid > 0 && Object.keys(measures).length > 0)
			? ' Invalid cells count for CPU time where their pace alone is in doubt.'
			: '',
	].join('');
}

/** A column's name for what the lines of a graph are, as in mechanism. */
export function nameOfLines({lines}: Axes): string {
	return lines.length === 0 ? 'of' : lines.join(', ');
}

/** A column's name for what is on the x axis: its unit, as in dead; without one, its name. */
export function nameOfX({x, factors}: Axes): string {
	const unit = factors[x]?.unit;
	return unit === undefined || /\W/.test(unit) || unit.length < 2 ? x : unit;
}

type Column = {
	readonly name: string;
	readonly isNumber?: false;
	readonly cell: (point: PointSummary) => string | undefined;
};

/** The first measure, with its interval and its share of its line's start. */
function leadColumns(measure: NamedMeasure, points: readonly PointSummary[]): Column[] {
	const {name} = measure;
	const kinds = new Set(points.flatMap(({measures}) => measures[name] ?? []).map(nameOfReach));
	const [kind = 'interval'] = kinds;
	return [
		columnFor(measure),
		{
			name: kinds.size > 1 ? 'interval or range' : kind,
			isNumber: false,
			cell({measures}) {
				const found = measures[name];
				return found && describeReach(found, measure, kinds.size > 1);
			},
		},
		{name: 'of first', cell: ({ratio}) => ratio?.toFixed(3)},
	];
}

function columnFor(measure: NamedMeasure): Column {
	return {
		name: columnOf(measure),
		cell({measures}) {
			const found = measures[measure.name];
			return found && `${found.isAtLeast ? '≥ ' : ''}${formatMeasure(measure, found.median)}`;
		},
	};
}

/** One value has none. */
function describeReach(found: Median, measure: NamedMeasure, isNamed: boolean): string {
	const {reach} = found;
	if (reach === undefined) {
		return nameOfReach(found);
	}

	const [low, high] = [reach.low, reach.high].map(value => formatMeasure(measure, value));
	const text = reach.isOpen ? `${low ?? ''} or more` : `${low ?? ''}–${high ?? ''}`;
	return isNamed ? `${text} (${nameOfReach(found)})` : text;
}

function hasMeasure({name}: NamedMeasure) {
	return ({measures}: PointSummary) => measures[name] !== undefined;
}

function countCells({ok, invalid, failed, notRun}: PointSummary): string {
	const others = [
		[invalid, 'invalid'],
		[failed, 'failed'],
		[notRun, 'not run'],
	].filter(([count]) => count !== 0);
	return [`${ok} ok`, ...others.map(([count, name]) => `${count ?? 0} ${name ?? ''}`)].join(', ');
}
