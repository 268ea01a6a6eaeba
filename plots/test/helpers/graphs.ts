// Charts to draw, and where their parts lie in the picture.
import type {Scale as ChartScale} from 'chart.js';
import {drawChart} from '../../canvas.js';
import type {Chart, Point, Scale} from '../../chart.js';
import {seriesStyles, type SeriesStyle} from '../../drawing/series-style.js';
import {xAxisOf, yAxisOf} from '../../drawing/scales.js';
import {layOut} from '../../layout.js';
import {sizes, type Page} from '../../page.js';
import {pictureOf} from '../../picture.js';
import {readPng, type Box, type Pixels} from './pixels.js';

/** The mechanisms of the project. */
export const mechanisms = [
	'select',
	'poll',
	'epoll',
	'epoll-et',
	'epoll-oneshot',
	'aio-poll',
	'io_uring-poll',
	'io_uring',
];

/** A chart of one panel with these curves. */
export function graphOf(curves: Readonly<Record<string, readonly Point[]>>, scale: Scale): Chart {
	return {
		title: 'What does it cost?',
		subtitle: 'a machine, a kernel',
		caption: 'A caption.',
		x: {label: 'Dead connections', unit: 'dead', scale},
		panels: [
			{
				label: 'Reply rate [replies/s]',
				scale,
				fromZero: true,
				series: Object.entries(curves).map(([name, points]) => ({name, line: 'solid', points})),
			},
		],
	};
}

/** A curve for each mechanism, one above the other. */
export function allMechanisms(scale: Scale): Chart {
	const curves = mechanisms.map((name, index) => [name, valid([0, 500, 1000], 1000 * (index + 1))]);
	return graphOf(Object.fromEntries(curves) as Record<string, Point[]>, scale);
}

/** Valid points at these x, all with one y. */
export function valid(xs: readonly number[], y: number): Point[] {
	return xs.map(x => ({x, y, state: 'ok'}));
}

/** The colour of a name's curve. */
export function colourOf(name: string): string {
	return (seriesStyles([name]).get(name) as SeriesStyle).colour;
}

/** A chart's PNG, with the places of its parts in it. */
export type Picture = {
	readonly pixels: Pixels;
	readonly page: Page;
	/** Pixels of the picture to one of the page. */
	readonly scale: number;
	/** Where a point of a panel lies, in pixels of the picture. */
	readonly place: (panel: number, x: number, y: number) => {x: number; y: number};
	/** A plot, in pixels of the page. */
	readonly plot: (panel: number) => Box;
	/** A part of the page, in pixels of the picture. */
	readonly box: (part: Box) => Box;
};

const scale = 3;

/** Draws a chart and reads its pixels. */
export async function drawPixels(chart: Chart): Promise<Picture> {
	const styles = seriesStyles(chart.panels.flatMap(({series}) => series.map(({name}) => name)));
	const page = layOut(chart, [...styles.keys()]);
	const picture = pictureOf(chart, page, styles, scale);
	let scales: Record<string, ChartScale> = {};
	picture.plugins?.push({
		id: 'test',
		afterDraw(drawn) {
			scales = drawn.scales;
		},
	});
	const size = {width: sizes.width, height: page.height};
	const pixels = readPng(await drawChart(picture, size, 'png'));
	const scaleOf = (name: string): ChartScale => scales[name] as ChartScale;
	return {
		pixels,
		page,
		scale,
		place(panel, x, y) {
			const {[panel]: described} = chart.panels;
			const across = xAxisOf(chart, () => true).place(x);
			const up = described ? yAxisOf(described, () => true).place(y) : Number.NaN;
			return {
				x: scaleOf('x').getPixelForValue(across) * scale,
				y: scaleOf(`y${panel}`).getPixelForValue(up) * scale,
			};
		},
		plot(panel) {
			const {left, right} = scaleOf('x');
			const {top, bottom} = scaleOf(`y${panel}`);
			return {left, right, top, bottom};
		},
		box: ({left, top, right, bottom}) => ({
			left: left * scale,
			top: top * scale,
			right: right * scale,
			bottom: bottom * scale,
		}),
	};
}
