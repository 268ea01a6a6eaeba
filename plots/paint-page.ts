// A Chart.js plugin that draws all of a page but its axes and curves: paper, frames, texts, legend.
import type {Plugin} from 'chart.js';
import {font} from './fonts.js';
import {markers} from './marker.js';
import {ink, pixelAcross, sizes, type LegendEntry, type Page, type Plot} from './page.js';
import {paintMarker} from './paint-points.js';
import {penOf, strokeLine, type Pen} from './pen.js';
import type {SeriesStyle} from './series-style.js';

/** The widths of curves, and the dashes of dashed ones, in pixels. */
export const strokes = {curve: 1.8, dashed: 1.2, dash: [4, 3]} as const;

/** The plugin for one page. */
export function paintPage(page: Page, styles: ReadonlyMap<string, SeriesStyle>): Plugin<'line'> {
	return {
		id: 'page',
		beforeDraw(chart) {
			const pen = penOf(chart);
			pen.save();
			pen.fillStyle = ink.paper;
			pen.fillRect(0, 0, sizes.width, page.height);
			for (const plot of page.plots) {
				paintGrid(pen, page, plot);
			}

			pen.restore();
		},
		// After Chart.js has drawn its grid, which would cover an axis.
		beforeDatasetsDraw(chart) {
			const pen = penOf(chart);
			pen.save();
			for (const plot of page.plots) {
				paintFrame(pen, page, plot);
			}

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
function paintGrid(pen: Pen, page: Page, {top, bottom}: Plot): void {
	pen.lineWidth = 1;
	for (const {place, label} of page.x.ticks) {
		const x = pixelAcross(page, place);
		pen.strokeStyle = label === '' ? ink.faint : ink.grid;
		strokeLine(pen, x, top, x, bottom);
	}
}

function paintFrame(pen: Pen, page: Page, {panel, top, bottom}: Plot): void {
	pen.lineWidth = 1;
	pen.strokeStyle = ink.axis;
	strokeLine(pen, page.left, bottom, page.right, bottom);
	if (page.x.breakAt !== undefined) {
		paintBreak(pen, pixelAcross(page, page.x.breakAt), bottom);
	}

	if (panel.series.every(({points}) => points.length === 0)) {
		pen.font = font(sizes.tickText);
		pen.fillStyle = ink.quiet;
		pen.textAlign = 'center';
		pen.fillText('no points', (page.left + page.right) / 2, (top + bottom) / 2);
	}
}

// Two strokes across an axis: its scale does not go on here.
function paintBreak(pen: Pen, x: number, y: number): void {
	pen.fillStyle = ink.paper;
	pen.fillRect(x - 2.5, y - 2, 5, 4);
	strokeLine(pen, x - 4.5, y + 5, x - 0.5, y - 5);
	strokeLine(pen, x + 0.5, y + 5, x + 4.5, y - 5);
}

function paintSample(
	pen: Pen,
	{sample, x, y}: LegendEntry,
	styles: ReadonlyMap<string, SeriesStyle>,
): void {
	const middle = x + sizes.sample / 2;
	if (sample === 'hollow') {
		paintMarker(pen, {colour: ink.quiet, marker: markers.circle}, middle, y, {hollow: true});
		return;
	}

	const style = typeof sample === 'object' ? styles.get(sample.name) : undefined;
	pen.strokeStyle = style?.colour ?? ink.quiet;
	pen.lineWidth = sample === 'dashed' ? strokes.dashed : strokes.curve;
	pen.setLineDash(sample === 'dashed' ? strokes.dash : []);
	strokeLine(pen, x, y, x + sizes.sample, y);
	pen.setLineDash([]);
	if (style) {
		paintMarker(pen, style, middle, y, {});
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
