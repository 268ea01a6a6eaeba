// The table at the end of a run.
import {FEWEST_FOR_BOOTSTRAP} from '../statistics/estimate.js';
import type {PointSummary} from '../statistics/summary.js';
import {formatCount, formatMicroseconds} from './format.js';
import {layOut} from './table.js';

const header = [
	'mechanism',
	'dead',
	'replies/s',
	'interval',
	'of 0 dead',
	'CPU µs/reply',
	'user + system',
	'cells',
];
const numbers = [1, 2, 4, 5, 6];

/** The points as a table, and below it what the interval is. */
export function summaryTable(points: readonly PointSummary[]): string {
	return [layOut(header, points.map(cells), numbers), '', describeInterval(points)].join('\n');
}

function cells(point: PointSummary): string[] {
	const {mechanism, dead, replyRate, rateAtLeast, ratio, cpuUs, cpuUserUs, cpuSystemUs} = point;
	const none = '–';
	return [
		mechanism,
		formatCount(dead),
		describeRate(replyRate?.median, rateAtLeast) ?? none,
		replyRate ? `${formatCount(replyRate.low)}–${formatCount(replyRate.high)}` : none,
		ratio === undefined ? none : ratio.toFixed(3),
		cpuUs ? formatMicroseconds(cpuUs.median) : none,
		cpuUserUs && cpuSystemUs
			? `${formatMicroseconds(cpuUserUs.median)} + ${formatMicroseconds(cpuSystemUs.median)}`
			: none,
		countCells(point),
	];
}

function describeRate(median?: number, atLeast?: number): string | undefined {
	if (median !== undefined) {
		return formatCount(median);
	}

	return atLeast === undefined ? undefined : `≥ ${formatCount(atLeast)}`;
}

function countCells({ok, invalid, failed, notRun}: PointSummary): string {
	const others = [
		[invalid, 'invalid'],
		[failed, 'failed'],
		[notRun, 'not run'],
	].filter(([count]) => count !== 0);
	return [`${ok} ok`, ...others.map(([count, name]) => `${count ?? 0} ${name ?? ''}`)].join(', ');
}

function describeInterval(points: readonly PointSummary[]): string {
	const repeats = points.flatMap(({replyRate}) => (replyRate ? [replyRate.n] : []));
	const few = repeats.some(n => n < FEWEST_FOR_BOOTSTRAP);
	const many = repeats.some(n => n >= FEWEST_FOR_BOOTSTRAP);
	return [
		'Rates and CPU times are medians over the repeats; CPU is the server’s.',
		many ? ' Interval: 95 %, bootstrap of the median.' : '',
		points.some(({replyRate, rateAtLeast}) => !replyRate && rateAtLeast)
			? ' ≥: something else than the server was the limit.'
			: '',
		few ? ` Interval of fewer than ${FEWEST_FOR_BOOTSTRAP} repeats: least to greatest value.` : '',
	].join('');
}
