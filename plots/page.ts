// A page: where every part of a picture lies, in pixels from its upper left corner. It is made for a
// column of a printed page: where its 600 pixels are 9 cm wide, letters are 5 to 8 points high.
import type {Panel} from './chart.js';
import {font} from './fonts.js';
import {inks, lengths} from './drawing/look.js';

/** One line of text that begins at x; y is its baseline. */
export type Line = {
	readonly text: string;
	readonly font: string;
	readonly colour: string;
	readonly x: number;
	readonly y: number;
};

/** What an entry of the legend explains: a curve by its name, a kind of line, or a kind of point. */
export type Sample = {readonly name: string} | 'solid' | 'dashed' | 'invalid' | 'at-least';

/** An entry of the legend: its sample begins at x and is `sizes.sample` wide; y is its middle. */
export type LegendEntry = {readonly sample: Sample; readonly x: number; readonly y: number};

/** One plot: its upper and lower edge. */
export type Plot = {readonly panel: Panel; readonly top: number; readonly bottom: number};

/** A page and all that is on it; Chart.js finds where its plots begin and end across. */
export type Page = {
	readonly height: number;
	readonly lines: readonly Line[];
	readonly legend: readonly LegendEntry[];
	readonly plots: readonly Plot[];
	/** How high the x axis is, with its labels and its title. */
	readonly xAxis: number;
};

/** Sizes that are the same on every page. */
export const sizes = {width: 600, margin: 20, plot: 212, xAxis: 48, sample: 34} as const;

/** Colours of all that is no curve. */
export const ink = inks.light;

/** The font of the labels on axes. */
export const tickFont = font(lengths.tickText);
