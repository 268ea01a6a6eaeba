// A Chart.js plugin that draws all of a page that Chart.js does not: paper, texts, legend, and the
// vertical lines of the grid.
import type {Chart, Plugin} from 'chart.js';
import type {Kind} from './drawing/curves.js';
import {dashes, lengths, strokes} from './drawing/look.js';
import {markers} from './drawing/marker.js';
import {paintMarker} from './drawing/paint-points.js';
import {penOf, strokeLine, type Pen} from './drawing/pen.js';
import type {SeriesStyle} from './drawing/series-style.js';
import {ink, sizes, type LegendEntry, type Page, type Plot} from './page.js';

/** The plugin for one page. */
export function paintPage(page: Page, styles: ReadonlyMap<string, SeriesStyle>): Plugin<Kind> {
	return {
		id: 'page',
		beforeDraw(chart) {
			const pen = penOf(chart);
			pen.save();
			pen.fillStyle = ink.paper;
			pen.fillRect(0, 0, sizes.width, page.height);
			paintGrid(pen, chart, page.plots);
			pen.restore();
		},
		afterDraw(chart) {
			const pen = penOf(chart);
			pen.save();
			for (const entry of page.legend) {
				paintSample(pen, entry, styles);
			}

			paintLines(pen, page);
			pen.restore();
		},
	};
}

// The grid of x, for each plot its own: Chart.js would draw it through the gaps between them.
function paintGrid(pen: Pen, {scales: {x}}: Chart, plots: readonly Plot[]): void {
	pen.lineWidth = 1;
	for (const {value, label} of x?.ticks ?? []) {
		const across = x?.getPixelForValue(value) ?? 0;
		pen.strokeStyle = label === '' ? ink.faint : ink.grid;
		for (const {top, bottom} of plots) {
			strokeLine(pen, across, top, across, bottom);
		}
	}
}

function paintSample(
	pen: Pen,
	{sample, x, y}: LegendEntry,
	styles: ReadonlyMap<string, SeriesStyle>,
): void {
	const middle = x + sizes.sample / 2;
	if (sample === 'invalid' || sample === 'at-least') {
		const style = {colour: ink.quiet, marker: markers.circle};
		// An arrow is as high again as its marker.
		const lower = sample === 'at-least' ? lengths.marker : 0;
		paintMarker(pen, {style, x: middle, y: y + lower, state: sample}, ink.paper);
		return;
	}

	const style = typeof sample === 'object' ? styles.get(sample.name) : undefined;
	pen.strokeStyle = style?.colour ?? ink.quiet;
	pen.lineWidth = sample === 'dashed' ? strokes.thin : strokes.curve;
	pen.setLineDash(sample === 'dashed' ? dashes.dashed : []);
	strokeLine(pen, x, y, x + sizes.sample, y);
	pen.setLineDash([]);
	if (style) {
		paintMarker(pen, {style, x: middle, y}, ink.paper);
	}
}

function paintLines(pen: Pen, {lines}: Page): void {
	pen.textAlign = 'left';
	pen.textBaseline = 'alphabetic';
	for (const line of lines) {
		pen.font = line.font;
		pen.fillStyle = line.colour;
		pen.fillText(line.text, line.x, line.y);
	}
}
