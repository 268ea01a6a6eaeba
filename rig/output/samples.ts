// What runs say of each point, as samples to be compared.
import {median} from 'simple-statistics';
import {countsOf, cpuUsOf, type Figures, hasGoodCost, type Row} from '../record/row.js';
import type {PointSamples, Samples} from '../method/comparison.js';
import {rowsOf, type RunSet} from '../record/run-set.js';

/** By how much one side as a whole may be off: the standard deviation of the logarithm. */
export type Drift = {readonly rate: number; readonly cpu: number};

/** What is measured of a figure, in the cells that are good for it. */
type Measure = {
	readonly isGood: (row: Row) => boolean;
	readonly of: (figures: Figures) => number;
};

const rate: Measure = {isGood: ({status}) => status === 'ok', of: figures => figures.rate};
const cpu: Measure = {
	isGood: hasGoodCost,
	of: cpuUsOf,
};

/**
 * The samples of two sets of runs that were made one after the other, for each mechanism and count of
 * both. Where both are several runs, a run is one value (its median): what changes from run to run is
 * then in the spread. A single run has a value a cell, and `drift` stands for what its cells cannot
 * know; undefined: nobody knows it.
 */
export function samplesOfSets(a: RunSet, b: RunSet, drift: Drift | undefined): PointSamples[] {
	const isSets = a.runs.length > 1 && b.runs.length > 1;
	const points = pointsOf(rowsOf(a));
	const others = new Set(pointsOf(rowsOf(b)).map(({key}) => key));
	return points
		.filter(({key}) => others.has(key))
		.map(({key, name, count}) => {
			const of = (measure: Measure, known: number | undefined): Samples | undefined => {
				const valuesOf = (set: RunSet) => {
					const each = set.runs.map(({rows}) => values(rows, key, measure));
					return isSets ? each.filter(run => run.length > 0).map(run => median(run)) : each.flat();
				};
				const [left, right] = [valuesOf(a), valuesOf(b)];
				return left.length > 0 && right.length > 0
					? {kind: 'independent', a: left, b: right, drift: isSets ? 0 : known}
					: undefined;
			};
			return {name, count, rate: of(rate, drift?.rate), cpu: of(cpu, drift?.cpu)};
		});
}

/**
 * The samples of two mechanisms of one run, which follow each other in each of its blocks: ratios are
 * taken block by block, so that what drifts from block to block is not in them.
 */
export function samplesOfBlocks(rows: readonly Row[], a: string, b: string): PointSamples[] {
	return countsOf(rows).map(count => {
		const of = ({isGood, of: figure}: Measure): Samples => {
			const find = (mechanism: string, block: number) =>
				rows.find(row => row.mechanism === mechanism && row.block === block && isGood(row))
					?.figures;
			const blocks = [...new Set(rows.filter(row => row.count === count).map(({block}) => block))];
			const logs = blocks.flatMap(block => {
				const [left, right] = [find(a, block), find(b, block)];
				return left && right ? [Math.log(figure(right) / figure(left))] : [];
			});
			return {kind: 'paired', logs};
		};
		return {name: `${b} / ${a}`, count, rate: of(rate), cpu: of(cpu)};
	});
}

function pointsOf(rows: readonly Row[]): Array<{key: string; name: string; count: number}> {
	const points = rows.map(row => ({key: keyOf(row), name: row.mechanism, count: row.count}));
	return [...new Map(points.map(point => [point.key, point])).values()].sort(
		(a, b) => a.name.localeCompare(b.name) || a.count - b.count,
	);
}

function values(rows: readonly Row[], key: string, {isGood, of}: Measure): number[] {
	return rows
		.filter(row => keyOf(row) === key && isGood(row))
		.flatMap(({figures}) => (figures ? [of(figures)] : []))
		.filter(value => value > 0);
}

function keyOf({mechanism, count}: Row): string {
	return `${mechanism} ${count}`;
}
