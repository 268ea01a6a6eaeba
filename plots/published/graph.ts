// The graphs of 2001 and 2002, from the published figures.
import type {Graph, Series} from '../graph.js';
import type {GraphWords} from '../rows.js';
import type {PublishedTable} from './tables.js';

/** A table alone, on axes as on the page; `laws` is a sentence for the caption. */
export function publishedGraph(table: PublishedTable, words: GraphWords, laws: string): Graph {
	const scale = table.subject === 'pipetest' ? 'log' : 'linear';
	return {
		title: table.title.replace(/, kernel .*/, ''),
		subtitle: `As published in ${table.year}; kernel ${/kernel ([\d.]*\d)/.exec(table.title)?.[1] ?? ''}`,
		caption: `${laws} Source: ${table.source}.`.trim(),
		x: {label: words.counted, scale},
		panels: [
			{
				label: `${words.rate} [${words.operations}/s]`,
				scale,
				fromZero: true,
				series: table.curves.map(curve => seriesOf(curve, 'solid', '')),
			},
		],
	};
}

/** `graph` with the published curves in its first panel, and their source in the caption. */
export function withPublished(graph: Graph, table: PublishedTable): Graph {
	const [rates, ...others] = graph.panels;
	if (rates === undefined) {
		return graph;
	}

	const most = Math.max(0, ...rates.series.flatMap(({points}) => points.map(({x}) => x)));
	const series = table.curves.map(curve => {
		const shown = curve.points.filter(({x}) => x <= most);
		return seriesOf({...curve, points: shown}, 'dotted', `, ${table.year}`);
	});
	return {
		...graph,
		panels: [{...rates, series: [...rates.series, ...series]}, ...others],
		caption: `${graph.caption} Dotted: ${table.source}, up to the largest number measured here.`,
	};
}

function seriesOf(
	{name, points}: PublishedTable['curves'][number],
	line: Series['line'],
	suffix: string,
): Series {
	return {
		name: name + suffix,
		line,
		points: points.map(({x, y, deviation}) => ({
			x,
			y,
			...(deviation !== undefined && {low: y - deviation, high: y + deviation}),
			valid: true,
		})),
	};
}
