// What a comparison of two sides comes to, however they were measured.
import type {Scale} from '../../plots/chart.js';
import type {Axes} from '../method/cell.js';
import type {Comparison} from '../method/comparison.js';
import type {NamedMeasure} from '../method/measure.js';
import {
	comparisonData,
	comparisonTable,
	type ComparisonWords,
	explainComparison,
	formatConfidence,
} from './comparison-table.js';
import {comparisonWords} from './comparison-words.js';
import {ratioGraph} from './ratio-graph.js';
import type {Section} from './report/page.js';
import type {Conclusion, NamedGraph} from './results.js';
import {describeVerdicts} from './verdicts.js';

/** What belongs to the way in which they were measured. */
type Parts = {
	readonly title: string;
	/** What A and B are, and how they were measured. */
	readonly how: string;
	/** The answer, in sentences [the verdicts]. */
	readonly headline?: readonly string[] | undefined;
	readonly machine: string;
	readonly measures: readonly NamedMeasure[];
	readonly axes: Axes;
	readonly scale: Scale;
	readonly document: object;
	/** Graphs, sections and lines that come after those of the comparison. */
	readonly graphs?: readonly NamedGraph[];
	readonly sections: readonly Section[];
	readonly lines: readonly string[];
};

/** The comparison, with the graph of its ratios, its verdicts and its table first. */
export function concludeComparison(
	comparison: Comparison,
	{title, how, headline, machine, measures, axes, scale, document, graphs = [], ...parts}: Parts,
): Conclusion {
	const {sections, lines} = parts;
	const words = comparisonWords(measures, axes);
	const verdicts = describeVerdicts(comparison, words);
	const bars = `Bars: intervals, ${formatConfidence(comparison)}.`;
	const ratios = ratioGraph(
		comparison,
		measures,
		{axes, scale},
		{title, machine, sentences: [how, ...verdicts, bars].join(' ')},
	);
	return {
		comparison,
		document,
		results: {
			title,
			headline: headline ?? verdicts,
			lines: [how, machine],
			graphs: [...(ratios ? [{name: 'ratio', graph: ratios}] : []), ...graphs],
			comparison: {comparison, words},
			document,
			sections: [verdictsOf(comparison, words), ...sections],
		},
		lines: ['', how, '', comparisonTable(comparison, words), ...lines],
	};
}

/** The verdicts as a section of a report; `how` says what A and B are, where nothing else does. */
export function verdictsOf(comparison: Comparison, words: ComparisonWords, how = ''): Section {
	return {
		title: 'Verdicts',
		table: comparisonData(comparison, words),
		text: `${how} ${explainComparison(comparison, words)}`.trimStart(),
	};
}
