// A Chart.js plugin that draws points and their intervals, over all lines. Chart.js has no error
// bars, and too few markers that can be drawn hollow.
import type {Plugin} from 'chart.js';
import {traceMarker} from './marker.js';
import {ink, pixelAcross, pixelUp, sizes, type Page, type Plot} from './page.js';
import {penOf, strokeLine, type Pen} from './pen.js';
import type {SeriesStyle} from './series-style.js';

/** The plugin for one page. */
export function paintPoints(page: Page, styles: ReadonlyMap<string, SeriesStyle>): Plugin<'line'> {
	const points = page.plots.flatMap(plot => pointsOf(page, plot, styles));
	return {
		id: 'points',
		afterDatasetsDraw(chart) {
			const pen = penOf(chart);
			pen.save();
			points.forEach(point => {
				paintWhisker(pen, point);
			});
			// Those that are not valid come last: none of them may be hidden.
			for (const point of [...points.filter(p => !p.hollow), ...points.filter(p => p.hollow)]) {
				paintMarker(pen, point.style, point.x, point.y, point);
			}

			pen.restore();
		},
	};
}

/** Draws one marker about (x, y): filled, with a rim of paper to part it from others, or hollow. */
export function paintMarker(
	pen: Pen,
	{colour, marker}: SeriesStyle,
	x: number,
	y: number,
	{hollow = false, radius = sizes.marker as number},
): void {
	traceMarker(pen, marker, x, y, radius);
	pen.fillStyle = hollow ? ink.paper : colour;
	pen.strokeStyle = hollow ? colour : ink.paper;
	pen.lineWidth = hollow ? 1.5 : 0.8;
	pen.fill();
	pen.stroke();
}

type PlacedPoint = {
	readonly style: SeriesStyle;
	readonly radius: number;
	readonly hollow: boolean;
	readonly x: number;
	readonly y: number;
	readonly whisker?: {readonly low: number; readonly high: number};
};

function pointsOf(page: Page, plot: Plot, styles: ReadonlyMap<string, SeriesStyle>): PlacedPoint[] {
	const up = (value: number): number => pixelUp(plot, plot.y.place(value));
	return plot.panel.series.flatMap(({name, line, points}) =>
		points.map(({x, y, low, high, valid}) => ({
			style: styles.get(name) as SeriesStyle,
			radius: sizes.marker * (line === 'solid' ? 1 : 0.65),
			hollow: !valid,
			x: pixelAcross(page, page.x.place(x)),
			y: up(y),
			...(low !== undefined && high !== undefined && {whisker: {low: up(low), high: up(high)}}),
		})),
	);
}

function paintWhisker(pen: Pen, {style, x, whisker}: PlacedPoint): void {
	if (whisker === undefined) {
		return;
	}

	const half = 3;
	pen.strokeStyle = style.colour;
	pen.lineWidth = 1.2;
	strokeLine(pen, x, whisker.low, x, whisker.high);
	strokeLine(pen, x - half, whisker.low, x + half, whisker.low);
	strokeLine(pen, x - half, whisker.high, x + half, whisker.high);
}
