// How a chart looks, on paper and on a dark screen: colours, strokes, sizes.
import type {SeriesStyle, Theme} from './series-style.js';

/** Colours of all that is no curve, as #RRGGBB. */
export type Ink = {
	readonly paper: string;
	readonly text: string;
	readonly quiet: string;
	readonly axis: string;
	readonly grid: string;
	/** Grid lines with no label. */
	readonly faint: string;
};

/** What a chart is drawn with: colours, the font's family, and the style of each curve by its name. */
export type Look = {
	readonly ink: Ink;
	readonly family: string;
	readonly styles: ReadonlyMap<string, SeriesStyle>;
	/** In pixels, where plots are stacked: Chart.js then tells a scale the half of it, or less. */
	readonly plotHeight?: number;
};

export const inks: Readonly<Record<Theme, Ink>> = {
	light: {
		paper: '#FFFFFF',
		text: '#1A1A1A',
		quiet: '#555555',
		axis: '#333333',
		grid: '#DDDDDD',
		faint: '#F0F0F0',
	},
	dark: {
		paper: '#1F2024',
		text: '#E9E9EA',
		quiet: '#A9AAB0',
		axis: '#C4C5CA',
		grid: '#3E4047',
		faint: '#2B2C31',
	},
};

/** Lengths in pixels; the marker's is the radius of a point. */
export const lengths = {tick: 5, marker: 4.6, tickText: 14, labelText: 15} as const;

/** The widths of curves in pixels. */
export const strokes = {curve: 1.8, thin: 1.2} as const;

/** On and off, in pixels. */
export const dashes: Readonly<Record<'solid' | 'dashed' | 'dotted', readonly number[]>> = {
	solid: [],
	dashed: [4, 3],
	dotted: [1.5, 3],
};
