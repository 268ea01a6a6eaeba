// The graphs of 2001 and 2002, from the published figures.
import type {Chart, Series} from '../chart.js';
import type {PublishedTable} from './tables.js';

/** What the axes are of: what is counted, its unit, how often what is done. */
export type GraphWords = {
	readonly counted: string;
	readonly unit: string;
	readonly rate: string;
	readonly operations: string;
};

/** A table alone, on axes as on the page; `laws` is a sentence for the caption. */
export function publishedGraph(table: PublishedTable, words: GraphWords, laws: string): Chart {
	const scale = table.subject === 'pipetest' ? 'log' : 'linear';
	return {
		title: table.title.replace(/, kernel .*/, ''),
		subtitle: `As published in ${table.year}; kernel ${/kernel ([\d.]*\d)/.exec(table.title)?.[1] ?? ''}`,
		caption: `${laws} Source: ${table.source}.`.trim(),
		x: {label: words.counted, unit: words.unit, scale},
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
export function withPublished(graph: Chart, table: PublishedTable): Chart {
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
			state: 'ok',
		})),
	};
}
