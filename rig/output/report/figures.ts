// The charts of a report: what assets/page.js fills, and the data that it draws.
import type {Chart, Panel} from '../../../plots/chart.js';
import {escape, prose} from './escape.js';

/**
 * A figure for each chart, with a place for its legend and one for each of its plots. Its title is said
 * where it is not that of the page.
 */
export function renderFigures(charts: readonly Chart[], pageTitle: string): string {
	return charts
		.map(({title, panels, caption}, index) =>
			[
				'<figure>',
				...(title === pageTitle ? [] : [`<h2>${escape(title)}</h2>`]),
				`<div class="legend" id="legend-${index}"></div>`,
				...panels.map((panel, each) => renderPanel(panel, `plot-${index}-${each}`)),
				`<figcaption>${prose(caption)}</figcaption>`,
				'</figure>',
			].join('\n'),
		)
		.join('\n');
}

/** Switches for all charts. */
export function renderControls(charts: readonly Chart[]): string {
	const hasInvalid = charts.some(({panels}) =>
		panels.some(({series}) =>
			series.some(({points}) => points.some(({state}) => state === 'invalid')),
		),
	);
	return [
		'<div class="controls">',
		'<label><input type="checkbox" id="log"> logarithmic axes</label>',
		...(hasInvalid
			? ['<label><input type="checkbox" id="invalid" checked> points that are not valid</label>']
			: []),
		'</div>',
	].join('\n');
}

/** The charts' descriptions, for page.js. */
export function renderData(charts: readonly Chart[]): string {
	const data = charts.map(({x, panels}) => ({x, panels}));
	return `<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', String.raw`\u003c`)}</script>`;
}

function renderPanel({label, lineKey}: Panel, id: string): string {
	const key = lineKey
		? `<span class="key">${sample('')}${escape(lineKey.solid)} ${sample(' stroke-dasharray="4 3"')}${escape(lineKey.dashed)}</span>`
		: '';
	return [
		'<section class="panel">',
		`<h3>${escape(label)}${key}</h3>`,
		`<div class="plot"><canvas id="${id}" role="img" aria-label="${escape(label)}: the figures are in the tables below"></canvas></div>`,
		'</section>',
	].join('\n');
}

function sample(dash: string): string {
	return `<svg viewBox="0 0 34 12" aria-hidden="true"><path d="M0 6H34" stroke="currentColor" stroke-width="1.5"${dash}/></svg>`;
}
