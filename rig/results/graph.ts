// A run as the graph of its rows.
import type {Graph, Scale} from '../../plots/graph.js';
import {replyRateGraph} from '../../plots/reply-rate-graph.js';
import type {InvalidCell, PointRow} from '../../plots/rows.js';
import type {PointSummary} from '../statistics/summary.js';
import {type Row, spoilsRateOnly} from './row.js';
import type {Run} from './run-file.js';

/** The graph of a run: medians joined, what is not valid apart. */
export function describeRun(
	run: Run,
	rows: readonly Row[],
	points: readonly PointSummary[],
	scale: Scale,
): Graph {
	const {question, notMeasured} = run.settings;
	return replyRateGraph(
		points.map(toPoint),
		rows.filter(({status}) => status !== 'ok').map(toInvalid),
		{question, notMeasured: notMeasured.join('; '), machine: describeMachine(run)},
		scale,
	);
}

function toPoint({mechanism, dead, replyRate, cpuUserUs, cpuSystemUs}: PointSummary): PointRow {
	return {
		...{mechanism, dead},
		...(replyRate && {replyRate}),
		...(cpuUserUs && {cpuUserUs}),
		...(cpuSystemUs && {cpuSystemUs}),
	};
}

function toInvalid(row: Row): InvalidCell {
	const {mechanism, dead, status, reasons, figures} = row;
	// A fault has no name but what happened; limits and gates are known by theirs.
	const reason = reasons
		.map(({name, message}) => (status === 'failed' ? message : name))
		.join(', ');
	return {
		...{mechanism, dead, reason},
		...(figures && {replyRate: figures.replyRate}),
		...(figures &&
			!spoilsRateOnly(row) && {cpuUserUs: figures.cpuUserUs, cpuSystemUs: figures.cpuSystemUs}),
	};
}

function describeMachine({hosts: {server}, topology, settings}: Run): string {
	const cpus = `${server.cpus.length} ${server.cpus.length === 1 ? 'CPU' : 'CPUs'}`;
	const load = settings.paper
		? `${settings.numCalls} calls each`
		: `${settings.duration} s windows`;
	return [
		`Linux ${server.kernel}`,
		`${server.cpuModel}, ${cpus}`,
		topology.label,
		`${settings.connections} active connections, ${load}`,
	].join('; ');
}
