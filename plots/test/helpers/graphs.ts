// Graphs to draw, and where their parts lie in the picture.
import {drawGraph} from '../../draw-graph.js';
import type {Graph, Point, Scale} from '../../graph.js';
import {layOut} from '../../layout.js';
import {pixelAcross, pixelUp, type Page, type Plot} from '../../page.js';
import {seriesStyles, type SeriesStyle} from '../../series-style.js';
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

/** A graph of one panel with these curves. */
export function graphOf(curves: Readonly<Record<string, readonly Point[]>>, scale: Scale): Graph {
	return {
		title: 'What does it cost?',
		subtitle: 'a machine, a kernel',
		caption: 'A caption.',
		x: {label: 'Dead connections', scale},
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
export function allMechanisms(scale: Scale): Graph {
	const curves = mechanisms.map((name, index) => [name, valid([0, 500, 1000], 1000 * (index + 1))]);
	return graphOf(Object.fromEntries(curves) as Record<string, Point[]>, scale);
}

/** Valid points at these x, all with one y. */
export function valid(xs: readonly number[], y: number): Point[] {
	return xs.map(x => ({x, y, valid: true}));
}

/** The colour of a name's curve. */
export function colourOf(name: string): string {
	return (seriesStyles([name]).get(name) as SeriesStyle).colour;
}

/** One plot of a page. */
export function plotOf(page: Page, panel: number): Plot {
	return page.plots[panel] as Plot;
}

/** A graph's PNG, with the places of its parts in it. */
export type Picture = {
	readonly pixels: Pixels;
	readonly page: Page;
	readonly scale: number;
	/** Where a point of a panel lies, in pixels of the picture. */
	readonly place: (panel: number, x: number, y: number) => {x: number; y: number};
	/** A part of the page, in pixels of the picture. */
	readonly box: (part: Box) => Box;
};

/** Draws a graph and reads its pixels. */
export async function drawPixels(graph: Graph): Promise<Picture> {
	const pixels = readPng(await drawGraph(graph, 'png'));
	const names = graph.panels.flatMap(({series}) => series.map(({name}) => name));
	const page = layOut(graph, [...seriesStyles(names).keys()]);
	const scale = pixels.height / page.height;
	return {
		pixels,
		page,
		scale,
		place(panel, x, y) {
			const plot = plotOf(page, panel);
			return {
				x: pixelAcross(page, page.x.place(x)) * scale,
				y: pixelUp(plot, plot.y.place(y)) * scale,
			};
		},
		box: ({left, top, right, bottom}) => ({
			left: left * scale,
			top: top * scale,
			right: right * scale,
			bottom: bottom * scale,
		}),
	};
}
