// Draws a chart: data in, a picture out.
import {drawChart, type Format} from './canvas.js';
import type {Chart} from './chart.js';
import {seriesStyles} from './drawing/series-style.js';
import {layOut} from './layout.js';
import {sizes} from './page.js';
import {pictureOf} from './picture.js';

/** How many pixels of a PNG there are to one of the page: 9 cm wide, it has some 500 an inch. */
const PNG_SCALE = 3;

/**
 * The picture of a chart, as the bytes of a PNG or SVG file.
 * @throws Error where the font cannot be loaded.
 */
export async function drawGraph(chart: Chart, format: Format): Promise<Buffer> {
	const styles = seriesStyles(chart.panels.flatMap(({series}) => series.map(({name}) => name)));
	const page = layOut(chart, [...styles.keys()]);
	const picture = pictureOf(chart, page, styles, format === 'png' ? PNG_SCALE : 1);
	return drawChart(picture, {width: sizes.width, height: page.height}, format);
}
