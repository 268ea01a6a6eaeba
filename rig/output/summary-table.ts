// The table at the end of a run.
import {FEWEST_FOR_BOOTSTRAP} from '../method/estimate.js';
import type {PointSummary} from '../method/summary.js';
import type {Words} from '../subjects/labels.js';
import {formatCount, formatMicroseconds} from './format.js';
import {layOutTable, type TableData} from './table.js';

/** The points as a table, and below it what the interval is. */
export function summaryTable(points: readonly PointSummary[], words: Words): string {
	return [layOutTable(summaryData(points, words)), '', describeSummary(points, words)].join('\n');
}

/** The points as a table. */
export function summaryData(points: readonly PointSummary[], words: Words): TableData {
	const columns = columnsOf(words);
	return {
		header: columns.map(({name}) => name),
		rows: points.map(point => columns.map(({cell}) => cell(point) ?? '–')),
		right: columns.flatMap(({isNumber}, index) => (isNumber === false ? [] : [index])),
	};
}

type Column = {
	readonly name: string;
	readonly isNumber?: false;
	readonly cell: (point: PointSummary) => string | undefined;
};

function columnsOf({unit, operation, operations}: Words): Column[] {
	return [
		{name: 'mechanism', isNumber: false, cell: ({mechanism}) => mechanism},
		{name: unit, cell: ({count}) => formatCount(count)},
		{name: `${operations}/s`, cell: describeRate},
		{
			name: 'interval',
			isNumber: false,
			cell: ({rate}) => rate && `${formatCount(rate.low)}–${formatCount(rate.high)}`,
		},
		{name: 'of first', cell: ({ratio}) => ratio?.toFixed(3)},
		{name: `CPU µs/${operation}`, cell: ({cpuUs}) => cpuUs && formatMicroseconds(cpuUs.median)},
		{
			name: 'user + system',
			cell: ({cpuUserUs, cpuSystemUs}) =>
				cpuUserUs &&
				cpuSystemUs &&
				`${formatMicroseconds(cpuUserUs.median)} + ${formatMicroseconds(cpuSystemUs.median)}`,
		},
		...(unit === 'dead'
			? [
					{name: 'slab B/dead', cell: ({slab}: PointSummary) => slab && formatCount(slab.median)},
					{name: 'RSS B/dead', cell: ({rss}: PointSummary) => rss && formatCount(rss.median)},
				]
			: []),
		{name: 'cells', isNumber: false, cell: countCells},
	];
}

function describeRate({rate, rateAtLeast}: PointSummary): string | undefined {
	if (rate !== undefined) {
		return formatCount(rate.median);
	}

	return rateAtLeast === undefined ? undefined : `≥ ${formatCount(rateAtLeast)}`;
}

function countCells({ok, invalid, failed, notRun}: PointSummary): string {
	const others = [
		[invalid, 'invalid'],
		[failed, 'failed'],
		[notRun, 'not run'],
	].filter(([count]) => count !== 0);
	return [`${ok} ok`, ...others.map(([count, name]) => `${count ?? 0} ${name ?? ''}`)].join(', ');
}

/** What its medians and intervals are. */
export function describeSummary(points: readonly PointSummary[], {worker, unit}: Words): string {
	const repeats = points.flatMap(({rate}) => (rate ? [rate.n] : []));
	const few = repeats.some(n => n < FEWEST_FOR_BOOTSTRAP);
	const many = repeats.some(n => n >= FEWEST_FOR_BOOTSTRAP);
	return [
		`Medians over the repeats. CPU: of ${worker === 'Server' ? 'the server' : worker}.`,
		unit === 'dead' ? ' Slab: of the kernel, both ends of a connection.' : '',
		many ? ' Interval: 95 %, bootstrap of the median.' : '',
		points.some(({rate, rateAtLeast}) => !rate && rateAtLeast)
			? ' ≥: something else was the limit.'
			: '',
		few ? ` Interval of fewer than ${FEWEST_FOR_BOOTSTRAP} repeats: least to greatest value.` : '',
	].join('');
}
