// What the repeats of each point say together: the rows of summary.csv, of the table and the graph.
import {type Row, spoilsRateOnly} from '../results/row.js';
import type {Estimate} from '../../plots/rows.js';
import {estimate} from './estimate.js';

/**
 * One mechanism at one number of dead connections. Only `ok` cells are in the estimates; in those of
 * processor time also cells of which nothing but the rate is spoilt.
 */
export type PointSummary = {
	readonly mechanism: string;
	readonly dead: number;
	/** Replies a second. */
	readonly replyRate: Estimate | undefined;
	/** The median rate of cells in which something else than the server was the limit. */
	readonly rateAtLeast: number | undefined;
	/** The server's processor time for one reply, in microseconds. */
	readonly cpuUserUs: Estimate | undefined;
	readonly cpuSystemUs: Estimate | undefined;
	/** Both together, of each cell. */
	readonly cpuUs: Estimate | undefined;
	/** The median rate as a share of the mechanism's own at zero dead connections. */
	readonly ratio: number | undefined;
	readonly ok: number;
	readonly invalid: number;
	readonly failed: number;
	readonly notRun: number;
};

/** Sums up all rows of a run, by mechanism and then by dead connections. */
export function summarise(rows: readonly Row[]): PointSummary[] {
	const points = new Map<string, Row[]>();
	for (const row of rows) {
		const key = `${row.mechanism} ${row.dead}`;
		points.set(key, [...(points.get(key) ?? []), row]);
	}

	const summaries = [...points.values()].map(summarisePoint);
	return summaries
		.map(point => ({...point, ratio: ratioToZero(point, summaries)}))
		.sort((a, b) => a.mechanism.localeCompare(b.mechanism) || a.dead - b.dead);
}

function summarisePoint(rows: readonly Row[]): Omit<PointSummary, 'ratio'> {
	const [{mechanism, dead}] = rows as [Row];
	const figuresOf = (those: readonly Row[]) => those.flatMap(row => row.figures ?? []);
	const good = rows.filter(({status}) => status === 'ok');
	const bound = rows.filter(spoilsRateOnly);
	const costs = figuresOf([...good, ...bound]);
	const count = (status: Row['status']) => rows.filter(row => row.status === status).length;
	return {
		mechanism,
		dead,
		replyRate: estimate(figuresOf(good).map(({replyRate}) => replyRate)),
		rateAtLeast: estimate(figuresOf(bound).map(({replyRate}) => replyRate))?.median,
		cpuUserUs: estimate(costs.map(({cpuUserUs}) => cpuUserUs)),
		cpuSystemUs: estimate(costs.map(({cpuSystemUs}) => cpuSystemUs)),
		cpuUs: estimate(costs.map(({cpuUserUs, cpuSystemUs}) => cpuUserUs + cpuSystemUs)),
		ok: count('ok'),
		invalid: count('invalid'),
		failed: count('failed'),
		notRun: count('not-run'),
	};
}

function ratioToZero(
	{mechanism, replyRate}: Omit<PointSummary, 'ratio'>,
	all: ReadonlyArray<Omit<PointSummary, 'ratio'>>,
): number | undefined {
	const zero = all.find(point => point.mechanism === mechanism && point.dead === 0)?.replyRate;
	return replyRate !== undefined && zero !== undefined && zero.median > 0
		? replyRate.median / zero.median
		: undefined;
}
