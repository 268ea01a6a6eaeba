// Draws a graph: data in, a picture out.
import {drawChart, type Format} from './canvas.js';
import {chartConfiguration} from './chart-configuration.js';
import type {Graph} from './graph.js';
import {layOut} from './layout.js';
import {sizes} from './page.js';
import {seriesStyles} from './series-style.js';

/** How many pixels of a PNG there are to one of the page: 9 cm wide, it has some 500 an inch. */
const PNG_SCALE = 3;

/**
 * The picture of a graph, as the bytes of a PNG or SVG file.
 * @throws Error where the font cannot be loaded.
 */
export async function drawGraph(graph: Graph, format: Format): Promise<Buffer> {
	const styles = seriesStyles(graph.panels.flatMap(({series}) => series.map(({name}) => name)));
	const page = layOut(graph, [...styles.keys()]);
	const configuration = chartConfiguration(page, styles, format === 'png' ? PNG_SCALE : 1);
	return drawChart(configuration, {width: sizes.width, height: page.height}, format);
}
