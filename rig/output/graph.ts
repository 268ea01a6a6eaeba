// A run as the graph of its rows.
import type {Graph, Scale} from '../../plots/graph.js';
import {rateGraph} from '../../plots/rate-graph.js';
import type {InvalidCell, PointRow} from '../../plots/rows.js';
import {memoryGraph} from '../../plots/memory-graph.js';
import {withPublished} from '../../plots/published/graph.js';
import {publishedOf} from '../../plots/published/tables.js';
import {describeLaws} from './law-table.js';
import type {CurveSummary} from '../method/curves.js';
import {type PointSummary, summarise} from '../method/summary.js';
import {type Row, spoilsRateOnly} from '../record/row.js';
import {wordsOf} from '../subjects/labels.js';
import type {Run} from '../record/run-file.js';

/** What is known of a run. */
export type RunResults = {
	readonly run: Run;
	readonly rows: readonly Row[];
	readonly points: readonly PointSummary[];
	readonly curves: readonly CurveSummary[];
};

/** The graph of a run: medians joined, what is not valid apart; `load` is the subject's. */
export function describeRun(
	{run, rows, points, curves}: RunResults,
	{scale, load, published}: {scale: Scale; load: string; published: boolean},
): Graph {
	const {question, notMeasured, subject} = run.settings;
	const words = wordsOf(subject);
	const graph = rateGraph(
		points.map(toPoint),
		rows.filter(({status}) => status !== 'ok').map(toInvalid),
		{
			question,
			laws: describeLaws(curves, words),
			notMeasured: notMeasured.join('; '),
			machine: describeMachine(run, load),
		},
		words,
		scale,
	);
	return published ? withPublished(graph, publishedOf(subject)) : graph;
}

/** The curves of two sides, A and B, whose rows may be of several runs. */
export function describeBothSides(
	sides: Readonly<Record<'A' | 'B', readonly Row[]>>,
	{settings: {question, subject}}: Pick<Run, 'settings'>,
	{scale, machine, how}: {scale: Scale; machine: string; how: string},
): Graph {
	const rows = Object.entries(sides).flatMap(([side, own]) =>
		own.map(row => ({...row, mechanism: `${row.mechanism}, ${side}`})),
	);
	return rateGraph(
		summarise(rows).map(toPoint),
		rows.filter(({status}) => status !== 'ok').map(toInvalid),
		{question, machine, laws: how},
		wordsOf(subject),
		scale,
	);
}

/** Below this the kernel's own ups and downs are larger than what the connections take. */
const FEWEST_FOR_MEMORY = 1000;

/** The graph of memory; undefined where there were never enough dead connections to tell. */
export function describeMemory(
	run: Run,
	points: readonly PointSummary[],
	load: string,
): Graph | undefined {
	const rows = points.flatMap(({mechanism, count, slab, rss}) =>
		slab && rss && count >= FEWEST_FOR_MEMORY ? [{mechanism, count, slab, rss}] : [],
	);
	return rows.length > 0
		? memoryGraph(rows, {machine: describeMachine(run, load)}, FEWEST_FOR_MEMORY)
		: undefined;
}

function toPoint({mechanism, count, rate, cpuUserUs, cpuSystemUs}: PointSummary): PointRow {
	return {
		...{mechanism, count},
		...(rate && {rate}),
		...(cpuUserUs && {cpuUserUs}),
		...(cpuSystemUs && {cpuSystemUs}),
	};
}

function toInvalid(row: Row): InvalidCell {
	const {mechanism, count, status, reasons, figures} = row;
	// A fault has no name but what happened; limits and gates are known by theirs.
	const reason = reasons
		.map(({name, message}) => (status === 'failed' ? message : name))
		.join(', ');
	return {
		...{mechanism, count, reason},
		...(figures && {rate: figures.rate}),
		...(figures &&
			!spoilsRateOnly(row) && {cpuUserUs: figures.cpuUserUs, cpuSystemUs: figures.cpuSystemUs}),
	};
}

/** The machine that a run was made on, and its load, for a subtitle. */
export function describeMachine(
	{hosts: {server}, topology, settings}: Pick<Run, 'hosts' | 'topology' | 'settings'>,
	load: string,
): string {
	const cpus = `${server.cpus.length} ${server.cpus.length === 1 ? 'CPU' : 'CPUs'}`;
	return [
		`Linux ${server.kernel}`,
		`${server.cpuModel}, ${cpus}`,
		...(settings.subject === 'dphttpd' ? [topology.label] : []),
		load,
	].join('; ');
}
