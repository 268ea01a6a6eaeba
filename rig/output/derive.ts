// What is derived from a run's rows: it can be made anew from run.json and cells.ndjson at any time.
import {join} from 'node:path';
import {type CurveSummary, summariseCurves} from '../method/curves.js';
import {type PointSummary, summarise} from '../method/summary.js';
import {subjectOf} from '../subjects/subject.js';
import {wordsOf} from '../subjects/labels.js';
import {describeMemory, describeRun} from './graph.js';
import type {Row} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import {summaryCsv} from './summary-csv.js';
import {writeWhole} from '../record/write-whole.js';

/** How the graph is drawn; by default as the study says. */
export type Drawing = {
	readonly scale?: 'linear' | 'log' | undefined;
	/** With the published curves of 2002 beside it. */
	readonly published?: boolean | undefined;
};

/** What the rows say together, and the names of the files that were written. */
export type Derived = {
	readonly points: readonly PointSummary[];
	readonly curves: readonly CurveSummary[];
	readonly files: readonly string[];
};

/** Writes the derived files into a results folder. */
export async function derive(
	folder: string,
	run: Run,
	rows: readonly Row[],
	{scale = run.settings.scale, published = false}: Drawing = {},
): Promise<Derived> {
	// Not before it is needed: the agent and usage errors should not wait for a canvas.
	const {drawGraph} = await import('../../plots/draw-graph.js');
	const {renderRunReport} = await import('./report/run-report.js');
	const points = summarise(rows);
	const curves = summariseCurves(rows);
	const {load} = await subjectOf(run.settings);
	const graph = describeRun({run, rows, points, curves}, {scale, load, published});
	const memory = describeMemory(run, points, load);
	const files = {
		'summary.csv': summaryCsv(points, curves, wordsOf(run.settings.subject)),
		'graph.svg': await drawGraph(graph, 'svg'),
		'graph.png': await drawGraph(graph, 'png'),
		'report.html': await renderRunReport(
			{run, rows, points, curves},
			memory ? [graph, memory] : [graph],
			load,
		),
		...(memory && {
			'memory.svg': await drawGraph(memory, 'svg'),
			'memory.png': await drawGraph(memory, 'png'),
		}),
	};
	for (const [name, data] of Object.entries(files)) {
		writeWhole(join(folder, name), data);
	}

	return {points, curves, files: Object.keys(files)};
}
