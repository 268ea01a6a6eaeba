// A chart as a picture for Chart.js: its panels one under the other on one page, between the texts.
import type {ScaleOptions} from 'chart.js';
import type {Chart} from './chart.js';
import {drawingOf, type Configuration} from './drawing/drawing.js';
import {inks, lengths} from './drawing/look.js';
import type {Scale} from './drawing/scales.js';
import type {SeriesStyle} from './drawing/series-style.js';
import {FAMILY} from './fonts.js';
import {sizes, type Page} from './page.js';
import {paintPage} from './paint-page.js';

/** The configuration of a chart on its page, `pixelRatio` pixels of the picture to one of the page. */
export function pictureOf(
	chart: Chart,
	page: Page,
	styles: ReadonlyMap<string, SeriesStyle>,
	pixelRatio: number,
): Configuration {
	const drawing = drawingOf(chart, chart.panels, {
		ink: inks.light,
		family: `"${FAMILY}"`,
		styles,
		plotHeight: sizes.plot,
	});
	const {scales = {}, plugins} = drawing.options ?? {};
	return {
		...drawing,
		options: {
			...drawing.options,
			devicePixelRatio: pixelRatio,
			events: [],
			layout: {padding: paddingOf(page)},
			plugins: {...plugins, tooltip: {enabled: false}},
			scales: {x: onPage(scales['x'] as Scale, page), ...stacked(scales as Scales, page)},
		},
		// Given with the chart and never registered: chartjs-node-canvas has a Chart.js of its own for
		// each picture.
		plugins: [paintPage(page, styles), ...(drawing.plugins ?? [])],
	};
}

type Scales = Readonly<Record<string, Scale>>;

function paddingOf({
	plots,
	height,
	xAxis,
}: Page): Record<'top' | 'bottom' | 'left' | 'right', number> {
	return {
		top: plots[0]?.top ?? 0,
		bottom: height - (plots.at(-1)?.bottom ?? 0) - xAxis,
		left: sizes.margin,
		right: sizes.margin,
	};
}

function onPage(x: Scale, {xAxis}: Page): Scale {
	return {
		...x,
		// The grid is drawn by paint-page.ts: here it would run through the gaps between the plots.
		grid: {...x.grid, drawOnChartArea: false},
		...(xAxis > sizes.xAxis && {ticks: {...x.ticks, minRotation: 45}}),
		afterFit(scale) {
			scale.height = xAxis;
			// The last label and the last marker keep to the margin too.
			scale.paddingRight = sizes.margin + Math.max(lengths.marker, scale.paddingRight);
		},
	};
}

// The y scales, one above the other, with an empty scale in each gap between two plots.
function stacked(scales: Scales, {plots}: Page): Record<string, ScaleOptions<'linear'>> {
	const all: Array<[string, Scale]> = [];
	for (const [index, {top, bottom}] of plots.entries()) {
		const above = plots[index - 1];
		if (above) {
			const gap = {type: 'linear', display: false} as Scale;
			all.push([`gap${index}`, {...gap, ...inStack(top - above.bottom)}]);
		}

		all.push([`y${index}`, {...(scales[`y${index}`] as Scale), ...inStack(bottom - top)}]);
	}

	// Chart.js stacks them from the lowest up.
	return Object.fromEntries(all.reverse());
}

function inStack(height: number): Pick<Scale, 'position' | 'stack' | 'stackWeight'> {
	return {position: 'left', stack: 'plots', stackWeight: height};
}
