// Pictures of charts: the only import of chartjs-node-canvas.
import type {ChartConfiguration} from 'chart.js';
import {ChartJSNodeCanvas} from 'chartjs-node-canvas';
import type {Configuration} from './drawing/drawing.js';

/** The kinds of picture. */
export type Format = 'png' | 'svg';

/** The size of a picture in pixels, before the devicePixelRatio of its chart. */
export type Size = {readonly width: number; readonly height: number};

// Each ChartJSNodeCanvas loads a Chart.js of its own, and these plugins to go with it: some megabytes
// that are never freed.
const modern = ['chartjs-chart-error-bars', 'chartjs-plugin-annotation'];
const drawers = new Map<string, ChartJSNodeCanvas>();

/**
 * Draws a chart. Our own plugins must come with the configuration: what is registered with one
 * ChartJSNodeCanvas, or with the Chart.js that an import finds, is unknown to the others.
 */
export async function drawChart(
	picture: Configuration,
	size: Size,
	format: Format,
): Promise<Buffer> {
	const drawer = drawerOf(size, format);
	const configuration = picture as ChartConfiguration;
	return format === 'png'
		? drawer.renderToBuffer(configuration)
		: drawer.renderToBufferSync(configuration, 'image/svg+xml');
}

function drawerOf({width, height}: Size, format: Format): ChartJSNodeCanvas {
	const key = `${format} ${width} ${height}`;
	const drawer =
		drawers.get(key) ??
		new ChartJSNodeCanvas({
			width,
			height,
			plugins: {modern},
			...(format === 'svg' && {type: 'svg'}),
		});
	drawers.set(key, drawer);
	return drawer;
}
