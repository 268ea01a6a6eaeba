// What the repeats of each point say together: the rows of summary.csv, of the table and the graph.
import {cpuUsOf, type Row, spoilsRateOnly} from '../record/row.js';
import type {Estimate} from '../../plots/rows.js';
import {estimate} from './estimate.js';

/**
 * One mechanism at one number of dead connections, or pipes. Only `ok` cells are in the estimates; in those of
 * processor time also cells of which nothing but the rate is spoilt.
 */
export type PointSummary = {
	readonly mechanism: string;
	readonly count: number;
	/** Replies, or passes, a second. */
	readonly rate: Estimate | undefined;
	/** The median rate of cells in which something else than the subject was the limit. */
	readonly rateAtLeast: number | undefined;
	/** The subject's processor time for one operation, in microseconds. */
	readonly cpuUserUs: Estimate | undefined;
	readonly cpuSystemUs: Estimate | undefined;
	/** Both together, of each cell. */
	readonly cpuUs: Estimate | undefined;
	/** What one dead connection takes, in bytes: of the kernel's slab, and of the server's RSS. */
	readonly slab: Estimate | undefined;
	readonly rss: Estimate | undefined;
	/** The median rate as a share of the mechanism's own at the smallest count of the run. */
	readonly ratio: number | undefined;
	readonly ok: number;
	readonly invalid: number;
	readonly failed: number;
	readonly notRun: number;
};

/** Sums up all rows of a run, by mechanism and then by count. */
export function summarise(rows: readonly Row[]): PointSummary[] {
	const points = new Map<string, Row[]>();
	for (const row of rows) {
		const key = `${row.mechanism} ${row.count}`;
		points.set(key, [...(points.get(key) ?? []), row]);
	}

	const summaries = [...points.values()].map(summarisePoint);
	return summaries
		.map(point => ({...point, ratio: ratioToFirst(point, summaries)}))
		.sort((a, b) => a.mechanism.localeCompare(b.mechanism) || a.count - b.count);
}

function summarisePoint(rows: readonly Row[]): Omit<PointSummary, 'ratio'> {
	const [{mechanism, count: counted}] = rows as [Row];
	const figuresOf = (those: readonly Row[]) => those.flatMap(row => row.figures ?? []);
	const good = rows.filter(({status}) => status === 'ok');
	const bound = rows.filter(spoilsRateOnly);
	const costs = figuresOf([...good, ...bound]);
	const count = (status: Row['status']) => rows.filter(row => row.status === status).length;
	return {
		mechanism,
		count: counted,
		rate: estimate(figuresOf(good).map(({rate}) => rate)),
		rateAtLeast: estimate(figuresOf(bound).map(({rate}) => rate))?.median,
		cpuUserUs: estimate(costs.map(({cpuUserUs}) => cpuUserUs)),
		cpuSystemUs: estimate(costs.map(({cpuSystemUs}) => cpuSystemUs)),
		cpuUs: estimate(costs.map(cpuUsOf)),
		slab: estimate(costs.flatMap(({memory}) => memory?.slab ?? [])),
		rss: estimate(costs.flatMap(({memory}) => memory?.rss ?? [])),
		ok: count('ok'),
		invalid: count('invalid'),
		failed: count('failed'),
		notRun: count('not-run'),
	};
}

function ratioToFirst(
	{mechanism, rate}: Omit<PointSummary, 'ratio'>,
	all: ReadonlyArray<Omit<PointSummary, 'ratio'>>,
): number | undefined {
	const least = Math.min(...all.map(({count}) => count));
	const first = all.find(point => point.mechanism === mechanism && point.count === least)?.rate;
	return rate !== undefined && first !== undefined && first.median > 0
		? rate.median / first.median
		: undefined;
}
