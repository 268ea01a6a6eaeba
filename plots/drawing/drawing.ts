// Tells Chart.js how to draw panels. The picture and the report's page both begin with this, so that
// what a point is looks the same in both. The modules of this folder import nothing at run time but
// each other: the page has them as text (see ../page-scripts.ts).
import type {ChartConfiguration} from 'chart.js';
// Brings the types of the annotation plugin's options.
import type {} from 'chartjs-plugin-annotation';
import type {Chart, Panel} from '../chart.js';
import {datasetsOf, type Dataset, type Kind, type Place} from './curves.js';
import {dashes, strokes, type Look} from './look.js';
import {paintFrames} from './paint-frames.js';
import {paintPoints} from './paint-points.js';
import {xAxisOf, xScale, yAxisOf, yScale} from './scales.js';
import {pointLines, pointTitle} from './tooltip.js';

/** What Chart.js is given. */
export type Configuration = ChartConfiguration<Kind, Place[]>;

/**
 * The configuration for some of a chart's panels; the x axis is that of them all. Their y scales are
 * y0, y1 and so on. Chart.js must know LineWithErrorBarsController and the annotation plugin.
 */
export function drawingOf(
	chart: Pick<Chart, 'x' | 'panels'>,
	panels: readonly Panel[],
	look: Look,
): Configuration {
	const x = xAxisOf(chart, () => true);
	const drawn = panels.map((panel, index) => ({
		panel,
		yAxisID: `y${index}`,
		y: yAxisOf(panel, () => true),
	}));
	return {
		type: 'lineWithErrorBars',
		data: {datasets: drawn.flatMap(each => datasetsOf(each.panel, {x, ...each}, look))},
		options: {
			animation: false,
			// Points are drawn by paint-points.ts; here they can be pointed at.
			elements: {pointWithErrorBar: {radius: 0, hitRadius: 8}},
			scales: {
				x: xScale(chart, look),
				...Object.fromEntries(drawn.map(({panel, yAxisID}) => [yAxisID, yScale(panel, look)])),
			},
			plugins: {
				legend: {display: false},
				tooltip: {
					callbacks: {
						title: ([item]) =>
							item ? pointTitle(item.dataset as Dataset, item.raw as Place, chart.x) : '',
						label: ({raw}) => pointLines(raw as Place),
					},
				},
				annotation: {
					annotations: drawn.flatMap(({panel: {levels = []}, yAxisID, y}) =>
						levels.map(level => ({
							type: 'line' as const,
							scaleID: yAxisID,
							value: y.place(level),
							borderColor: look.ink.axis,
							borderWidth: strokes.thin,
							borderDash: [...dashes.dotted],
							drawTime: 'beforeDatasetsDraw' as const,
							// The axis holds its levels already.
							adjustScaleRange: false,
						})),
					),
				},
			},
		},
		plugins: [paintFrames(drawn, x, look), paintPoints(look)],
	};
}
