// summary.csv: a line per mechanism and number of dead connections, or pipes.
import {stringify} from 'csv-stringify/sync';
import type {Estimate} from '../../plots/rows.js';
import type {CurveSummary} from '../method/curves.js';
import type {PointSummary} from '../method/summary.js';
import type {Words} from '../subjects/labels.js';

/** The file's text, with a header. What was not measured is an empty field. */
export function summaryCsv(
	points: readonly PointSummary[],
	curves: readonly CurveSummary[],
	words: Words,
): string {
	return stringify(
		points.map(point => ({
			...record(point, words),
			...lawColumns(
				curves.find(({name}) => name === point.mechanism),
				words,
			),
		})),
		{header: true},
	);
}

function record(
	point: PointSummary,
	{unit, operation, operations}: Words,
): Record<string, string | number | undefined> {
	return {
		mechanism: point.mechanism,
		[unit]: point.count,
		...columns(`${operations}_per_second`, point.rate),
		...columns(`cpu_user_us_per_${operation}`, point.cpuUserUs),
		...columns(`cpu_system_us_per_${operation}`, point.cpuSystemUs),
		...columns(`cpu_us_per_${operation}`, point.cpuUs),
		...(unit === 'dead' && columns('slab_bytes_per_dead', point.slab)),
		...(unit === 'dead' && columns('rss_bytes_per_dead', point.rss)),
		ratio_to_first: point.ratio,
		ok: point.ok,
		invalid: point.invalid,
		failed: point.failed,
		not_run: point.notRun,
	};
}

/** The law of the point's curve: the same on all of its lines. */
function lawColumns(curve: CurveSummary | undefined, {unit, operation}: Words) {
	const knee = curve?.knee;
	return {
		law_of: curve?.basis,
		[`law_us_per_${operation}`]: curve?.fixedUs.value,
		[`law_us_per_${operation}_low`]: curve?.fixedUs.low,
		[`law_us_per_${operation}_high`]: curve?.fixedUs.high,
		[`law_ns_per_${unit}`]: curve?.eachNs.value,
		[`law_ns_per_${unit}_low`]: curve?.eachNs.low,
		[`law_ns_per_${unit}_high`]: curve?.eachNs.high,
		[`law_ns_per_${unit}_per_wait`]: curve?.eachWaitNs?.value,
		knee: knee && 'at' in knee ? knee.at : undefined,
		knee_beyond: knee && 'beyond' in knee ? knee.beyond : undefined,
	};
}

function columns(name: string, estimate: Estimate | undefined) {
	return {
		[name]: estimate?.median,
		[`${name}_low`]: estimate?.low,
		[`${name}_high`]: estimate?.high,
	};
}
