// summary.csv: a line per mechanism and number of dead connections.
import {stringify} from 'csv-stringify/sync';
import type {Estimate} from '../../plots/rows.js';
import type {PointSummary} from '../statistics/summary.js';

/** The file's text, with a header. What was not measured is an empty field. */
export function summaryCsv(points: readonly PointSummary[]): string {
	return stringify(points.map(record), {header: true});
}

function record(point: PointSummary): Record<string, string | number | undefined> {
	return {
		mechanism: point.mechanism,
		dead: point.dead,
		...columns('replies_per_second', point.replyRate),
		...columns('cpu_user_us_per_reply', point.cpuUserUs),
		...columns('cpu_system_us_per_reply', point.cpuSystemUs),
		...columns('cpu_us_per_reply', point.cpuUs),
		ratio_to_zero_dead: point.ratio,
		ok: point.ok,
		invalid: point.invalid,
		failed: point.failed,
		not_run: point.notRun,
	};
}

function columns(name: string, estimate: Estimate | undefined) {
	return {
		[name]: estimate?.median,
		[`${name}_low`]: estimate?.low,
		[`${name}_high`]: estimate?.high,
	};
}
