// A run as the graph of its rows.
import type {Graph, Scale} from '../../plots/graph.js';
import {rateGraph} from '../../plots/rate-graph.js';
import type {InvalidCell, PointRow} from '../../plots/rows.js';
import type {PointSummary} from '../statistics/summary.js';
import {type Row, spoilsRateOnly} from './row.js';
import {wordsOf} from '../words.js';
import type {Run} from './run-file.js';

/** The graph of a run: medians joined, what is not valid apart. */
export function describeRun(
	run: Run,
	rows: readonly Row[],
	points: readonly PointSummary[],
	scale: Scale,
	load: string,
): Graph {
	const {question, notMeasured} = run.settings;
	return rateGraph(
		points.map(toPoint),
		rows.filter(({status}) => status !== 'ok').map(toInvalid),
		{question, notMeasured: notMeasured.join('; '), machine: describeMachine(run, load)},
		wordsOf(run.settings.subject),
		scale,
	);
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

function describeMachine({hosts: {server}, topology, settings}: Run, load: string): string {
	const cpus = `${server.cpus.length} ${server.cpus.length === 1 ? 'CPU' : 'CPUs'}`;
	return [
		`Linux ${server.kernel}`,
		`${server.cpuModel}, ${cpus}`,
		...(settings.subject === 'dphttpd' ? [topology.label] : []),
		load,
	].join('; ');
}
