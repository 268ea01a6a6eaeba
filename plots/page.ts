// A page: where every part of a picture lies, in pixels from its upper left corner. It is made for a
// column of a printed page: where its 600 pixels are 9 cm wide, letters are 5 to 8 points high.
import type {Axis} from './axis.js';
import type {Panel} from './graph.js';

/** One line of text that begins at x; y is its baseline. */
export type Line = {
	readonly text: string;
	readonly font: string;
	readonly colour: string;
	readonly x: number;
	readonly y: number;
};

/** What an entry of the legend explains: a curve by its name, a kind of line, or hollow points. */
export type Sample = {readonly name: string} | 'solid' | 'dashed' | 'hollow';

/** An entry of the legend: its sample begins at x and is `sizes.sample` wide; y is its middle. */
export type LegendEntry = {readonly sample: Sample; readonly x: number; readonly y: number};

/** One plot: its upper and lower edge, and its y axis. */
export type Plot = {
	readonly panel: Panel;
	readonly top: number;
	readonly bottom: number;
	readonly y: Axis;
};

/** A page and all that is on it; its plots lie between `left` and `right`. */
export type Page = {
	readonly height: number;
	readonly lines: readonly Line[];
	readonly legend: readonly LegendEntry[];
	readonly plots: readonly Plot[];
	readonly left: number;
	readonly right: number;
	readonly x: Axis;
	readonly xLabel: string;
};

/** Sizes that are the same on every page. */
export const sizes = {
	width: 600,
	margin: 20,
	plot: 212,
	xAxis: 48,
	tick: 5,
	sample: 34,
	marker: 4.6,
	tickText: 14,
	labelText: 15,
} as const;

/** Colours of all that is no curve. */
export const ink = {
	paper: '#FFFFFF',
	text: '#1A1A1A',
	quiet: '#555555',
	axis: '#333333',
	grid: '#DDDDDD',
	faint: '#F0F0F0',
} as const;

/** Where a place of the x axis lies on a page. */
export function pixelAcross({x, left, right}: Page, place: number): number {
	return left + ((place - x.min) / (x.max - x.min)) * (right - left);
}

/** Where a place of its y axis lies in a plot. */
export function pixelUp({y, top, bottom}: Plot, place: number): number {
	return bottom - ((place - y.min) / (y.max - y.min)) * (bottom - top);
}
