// The points of a run as CSV: a line for each.
import {stringify} from 'csv-stringify/sync';
import type {CurveSummary} from '../method/curves.js';
import type {Median} from '../method/statistics/median.js';
import type {PointSummary} from '../method/summary.js';
import type {LawWords} from './law-table.js';
import type {Results} from './results.js';
import {nameOfLines, nameOfX} from './summary-table.js';

/** With a header; figures in full. What was not measured is an empty field. */
export function summaryCsv(summary: NonNullable<Results['summary']>): string {
	const {points, curves, laws, axes} = summary;
	return stringify(
		points.map(point => ({
			[nameOfLines(axes)]: point.line,
			[nameOfX(axes)]: point.x,
			...record(point, summary),
			...lawColumns(
				curves.find(({name}) => name === point.line),
				nameOfX(axes),
				laws,
			),
		})),
		{header: true},
	);
}

function record(
	point: PointSummary,
	{measures, beside}: NonNullable<Results['summary']>,
): Record<string, string | number | undefined> {
	return {
		...Object.fromEntries(
			[...measures, ...beside].flatMap(({name, column}) =>
				Object.entries(columns(column, point.measures[name])),
			),
		),
		ratio_to_first: point.ratio,
		ok: point.ok,
		invalid: point.invalid,
		failed: point.failed,
		not_run: point.notRun,
	};
}

/** The law of the point's curve: the same on all of its lines. */
function lawColumns(curve: CurveSummary | undefined, x: string, {operation}: LawWords) {
	const knee = curve?.knee;
	return {
		law_of: curve?.basis,
		[`law_us_per_${operation}`]: curve?.fixedUs.value,
		[`law_us_per_${operation}_low`]: curve?.fixedUs.interval?.low,
		[`law_us_per_${operation}_high`]: curve?.fixedUs.interval?.high,
		[`law_ns_per_${x}`]: curve?.eachNs.value,
		[`law_ns_per_${x}_low`]: curve?.eachNs.interval?.low,
		[`law_ns_per_${x}_high`]: curve?.eachNs.interval?.high,
		[`law_ns_per_${x}_per_wait`]: curve?.eachWaitNs?.value,
		law_n: curve?.n,
		law_holds: curve && Number(curve.holds),
		knee_after: knee && 'after' in knee ? knee.after : undefined,
		knee_before: knee && 'before' in knee ? knee.before : undefined,
		knee_beyond: knee && 'beyond' in knee ? knee.beyond : undefined,
	};
}

/** The level is that of the interval from low to high; where there is none, they are the range. */
function columns(name: string, found: Median | undefined) {
	return {
		[name]: found?.median,
		[`${name}_is_at_least`]: found && Number(found.isAtLeast),
		[`${name}_low`]: found?.reach?.low,
		// A lower bound that is the highest says nothing of how far up it goes.
		[`${name}_high`]: found?.reach?.isOpen === true ? undefined : found?.reach?.high,
		[`${name}_level`]: found?.reach?.level,
		[`${name}_n`]: found?.n,
	};
}
