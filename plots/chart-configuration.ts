// Tells Chart.js what to draw: the curves, and the axes with their ticks and labels.
import type {
	ChartConfiguration,
	ChartDataset,
	ScaleOptions,
	ScriptableScaleContext,
} from 'chart.js';
import type {Axis} from './axis.js';
import {FAMILY} from './fonts.js';
import type {Point} from './graph.js';
import {ink, sizes, type Page, type Plot} from './page.js';
import {paintPage, strokes} from './paint-page.js';
import {paintPoints} from './paint-points.js';
import type {SeriesStyle} from './series-style.js';

/** On and off, in pixels. */
const dashes = {solid: [], dashed: strokes.dash, dotted: [1.5, 3]} as const;

type Configuration = ChartConfiguration<'line'>;
type Scale = ScaleOptions<'linear'>;

/** The configuration of one page, `pixelRatio` pixels of the picture to one of the page. */
export function chartConfiguration(
	page: Page,
	styles: ReadonlyMap<string, SeriesStyle>,
	pixelRatio: number,
): Configuration {
	return {
		type: 'line',
		data: {datasets: page.plots.flatMap((plot, index) => datasets(page, plot, index, styles))},
		options: {
			devicePixelRatio: pixelRatio,
			events: [],
			layout: {autoPadding: false, padding: paddingOf(page)},
			plugins: {legend: {display: false}, tooltip: {enabled: false}},
			scales: {x: xScale(page), ...yScales(page)},
		},
		// Given with the chart and never registered: chartjs-node-canvas has a Chart.js of its own for
		// each picture.
		plugins: [paintPage(page, styles), paintPoints(page, styles)],
	};
}

function datasets(
	page: Page,
	plot: Plot,
	index: number,
	styles: ReadonlyMap<string, SeriesStyle>,
): Array<ChartDataset<'line'>> {
	return [
		...plot.panel.series.map((series): ChartDataset<'line'> => ({
			data: joined(series.points, page.x, plot.y),
			yAxisID: yScaleId(index),
			borderColor: styles.get(series.name)?.colour,
			borderWidth: series.line === 'solid' ? strokes.curve : strokes.dashed,
			borderDash: [...dashes[series.line]],
			borderJoinStyle: 'round',
			pointRadius: 0,
			// Room for the half of a stroke that lies beyond the first and the last point.
			clip: sizes.marker,
		})),
		...(plot.panel.levels ?? []).map((level): ChartDataset<'line'> => ({
			data: [page.x.min, page.x.max].map(x => ({x, y: plot.y.place(level)})),
			yAxisID: yScaleId(index),
			borderColor: ink.axis,
			borderWidth: strokes.dashed,
			borderDash: [...dashes.dotted],
			pointRadius: 0,
		})),
	];
}

// The places that a line joins, in order. The line is broken, by a place that is no number, where
// there is a point that is not valid and none that is.
function joined(points: readonly Point[], x: Axis, y: Axis): Array<{x: number; y: number}> {
	const valid = new Set(points.filter(point => point.valid).map(point => point.x));
	return points
		.filter(point => point.valid || !valid.has(point.x))
		.map(point => ({x: x.place(point.x), y: point.valid ? y.place(point.y) : Number.NaN}))
		.sort((a, b) => a.x - b.x);
}

function paddingOf({
	plots,
	right,
	height,
}: Page): Record<'top' | 'bottom' | 'left' | 'right', number> {
	return {
		top: plots[0]?.top ?? 0,
		bottom: height - (plots.at(-1)?.bottom ?? 0) - sizes.xAxis,
		left: sizes.margin,
		right: sizes.width - right,
	};
}

function xScale({x, xLabel}: Page): Scale {
	return {
		...scaleOf(x),
		position: 'bottom',
		// The grid is drawn by paint-page.ts: here it would run through the gaps between the plots.
		grid: {...gridOf(x), drawOnChartArea: false},
		title: {
			display: true,
			text: xLabel,
			color: ink.text,
			font: {family: FAMILY, size: sizes.labelText, weight: 'bold'},
		},
		afterFit(scale) {
			scale.height = sizes.xAxis;
		},
	};
}

// The y scales, one above the other, with an empty scale in each gap between two plots.
function yScales({plots, left}: Page): Record<string, Scale> {
	const scales: Array<[string, Scale]> = [];
	for (const [index, plot] of plots.entries()) {
		const above = plots[index - 1];
		if (above) {
			scales.push([`gap${index}`, {...yScale(left, plot.top - above.bottom), display: false}]);
		}

		scales.push([
			yScaleId(index),
			{...yScale(left, plot.bottom - plot.top), ...scaleOf(plot.y), grid: gridOf(plot.y)},
		]);
	}

	// Chart.js stacks them from the lowest up.
	return Object.fromEntries(scales.reverse());
}

function yScale(left: number, height: number): Scale {
	return {
		type: 'linear',
		position: 'left',
		stack: 'plots',
		stackWeight: height,
		afterFit(scale) {
			scale.width = left - sizes.margin;
		},
	};
}

function scaleOf({min, max, ticks}: Axis): Scale {
	return {
		type: 'linear',
		min,
		max,
		border: {color: ink.axis},
		afterBuildTicks(scale) {
			scale.ticks = ticks.map(({place}) => ({value: place}));
		},
		ticks: {
			autoSkip: false,
			maxRotation: 0,
			color: ink.text,
			font: {family: FAMILY, size: sizes.tickText},
			callback: (_value, index) => ticks[index]?.label,
		},
	};
}

function gridOf({ticks}: Axis): NonNullable<Scale['grid']> {
	const isMinor = ({index}: ScriptableScaleContext): boolean => ticks[index]?.label === '';
	return {
		tickLength: sizes.tick,
		color: (context: ScriptableScaleContext) => (isMinor(context) ? ink.faint : ink.grid),
		tickColor: (context: ScriptableScaleContext) => (isMinor(context) ? ink.grid : ink.axis),
	};
}

function yScaleId(index: number): string {
	return `y${index}`;
}
