// Published figures as curves: alone, or beside what was measured.
import {captionOf} from '../caption.js';
import type {Chart, Series} from '../chart.js';
import type {PublishedCurve} from './curves.js';
import type {PublishedTable} from './tables.js';

/** A table with curves alone, on axes as on the page; `laws` is a sentence for the caption. */
export function publishedGraph(
	{title, year, kernel, source, axes, curves}: PublishedTable,
	laws: string,
): Chart {
	const {x = '', unit = '', y = '', scale = 'linear'} = axes ?? {};
	const series = curves.map(curve => seriesOf(curve, 'solid', ''));
	return {
		title,
		subtitle: `As published in ${year}${kernel === undefined ? '' : `; kernel ${kernel}`}`,
		caption: captionOf({sentences: [laws, `Source: ${source}`]}),
		x: {label: x, unit, scale},
		panels: [{label: y, scale, fromZero: true, series}],
	};
}

/**
 * `chart` with the published curves in the panel that is of the same, and their source in the caption;
 * as it is where nothing of the kind was published.
 */
export function withPublished(
	chart: Chart,
	{axes, curves, source, year}: Pick<PublishedTable, 'axes' | 'curves' | 'source' | 'year'>,
): Chart {
	const {x, panels, caption} = chart;
	const own = panels.find(({label}) => label.replace(/, log scale$/, '') === axes?.y);
	if (own === undefined || x.label !== axes?.x) {
		return chart;
	}

	const most = Math.max(0, ...own.series.flatMap(({points}) => points.map(point => point.x)));
	const series = curves.map(curve => {
		const shown = curve.points.filter(point => point.x <= most);
		return seriesOf({...curve, points: shown}, 'dotted', `, ${year}`);
	});
	return {
		...chart,
		panels: panels.map(panel =>
			panel === own ? {...own, series: [...own.series, ...series]} : panel,
		),
		caption: `${caption} Dotted: ${source}, up to the largest number measured here.`,
	};
}

function seriesOf({name, points}: PublishedCurve, line: Series['line'], suffix: string): Series {
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
