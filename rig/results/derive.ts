// What is derived from a run's rows: it can be made anew from run.json and cells.ndjson at any time.
import {join} from 'node:path';
import {summarise} from '../statistics/summary.js';
import {subjectOf} from '../subject.js';
import {wordsOf} from '../words.js';
import {describeRun} from './graph.js';
import type {Row} from './row.js';
import type {Run} from './run-file.js';
import {summaryCsv} from './summary-csv.js';
import {writeWhole} from './write-whole.js';

/** Writes the derived files into a results folder, and returns their names. */
export async function derive(
	folder: string,
	run: Run,
	rows: readonly Row[],
	scale: 'linear' | 'log' = run.settings.scale,
): Promise<string[]> {
	// Not before it is needed: the agent and usage errors should not wait for a canvas.
	const {drawGraph} = await import('../../plots/draw-graph.js');
	const points = summarise(rows);
	const {load} = await subjectOf(run.settings);
	const graph = describeRun(run, rows, points, scale, load);
	const files = {
		'summary.csv': summaryCsv(points, wordsOf(run.settings.subject)),
		'graph.svg': await drawGraph(graph, 'svg'),
		'graph.png': await drawGraph(graph, 'png'),
	};
	for (const [name, data] of Object.entries(files)) {
		writeWhole(join(folder, name), data);
	}

	return Object.keys(files);
}
