// What is derived from a comparison: its figures as JSON and CSV, and its graph.
import {toJson} from '../record/json.js';
import {join} from 'node:path';
import {stringify} from 'csv-stringify/sync';
import {comparisonData, explainComparison} from './comparison-table.js';
import {describeVerdicts} from './verdicts.js';
import type {Section} from './report/page.js';
import type {Graph, Scale} from '../../plots/graph.js';
import {ratioGraph} from '../../plots/ratio-graph.js';
import {writeWhole} from '../record/write-whole.js';
import type {Words} from '../subjects/labels.js';
import type {Compared, Comparison} from '../method/comparison.js';

/** What a comparison's graph says of it. */
export type ComparisonText = {
	/** The question of its study. */
	readonly question: string;
	/** What A and B are, and how they were compared. */
	readonly how: string;
	readonly machine: string;
	readonly words: Words;
	readonly scale: Scale;
	/** The curves of its sides, where those are runs. */
	readonly curves?: Graph | undefined;
	/** What its report has beside the points. */
	readonly sections: readonly Section[];
};

/** Writes the files into `folder`, and returns their names. `document` is what --json prints. */
export async function deriveComparison(
	folder: string,
	comparison: Comparison,
	{question, how, machine, words, scale, curves, sections}: ComparisonText,
	document: object,
): Promise<string[]> {
	const {drawGraph} = await import('../../plots/draw-graph.js');
	const {renderPage} = await import('./report/page.js');
	const graph = ratioGraph(
		comparison.points.map(({name, count, rate, cpu}) => ({
			...{name, count},
			...(rate && {rate}),
			...(cpu && {cpu}),
		})),
		{question, machine, comparison: `${how} ${describeVerdicts(comparison, words)}`},
		words,
		{effect: comparison.effect, scale},
	);
	const files = {
		'comparison.json': toJson(document),
		'comparison.csv': comparisonCsv(comparison, words),
		'report.html': renderPage({
			title: question,
			lines: [how, machine],
			graphs: curves ? [graph, curves] : [graph],
			unit: words.unit,
			sections: [
				{
					title: 'Verdicts',
					table: comparisonData(comparison, words),
					text: explainComparison(comparison),
				},
				...sections,
			],
		}),
		...(graph.panels.length > 0 && {
			'ratio.svg': await drawGraph(graph, 'svg'),
			'ratio.png': await drawGraph(graph, 'png'),
		}),
		...(curves && {
			'graph.svg': await drawGraph(curves, 'svg'),
			'graph.png': await drawGraph(curves, 'png'),
		}),
	};
	for (const [name, data] of Object.entries(files)) {
		writeWhole(join(folder, name), data);
	}

	return Object.keys(files);
}

function comparisonCsv({points}: Comparison, {unit, operation}: Words): string {
	return stringify(
		points.map(({name, count, rate, cpu}) => ({
			compared: name,
			[unit]: count,
			...columns('rate_ratio', rate),
			...columns(`cpu_per_${operation}_ratio`, cpu),
		})),
		{header: true},
	);
}

function columns(name: string, compared: Compared | undefined) {
	return {
		[name]: compared?.value,
		[`${name}_low`]: compared?.low,
		[`${name}_high`]: compared?.high,
		[`${name}_n`]: compared?.n,
		[`${name}_verdict`]: compared?.verdict,
	};
}
