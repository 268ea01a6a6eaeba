// B against A: the ratio of each measure at each x, with its interval, and the band that counts as the same.
import {captionOf} from './caption.js';
import type {Chart, Panel, XAxis} from './chart.js';

/** A ratio B/A, with its interval if it has one, at one x of one curve. */
type RatioRow = {
	readonly name: string;
	readonly x: number;
	readonly value: number;
	readonly low?: number;
	readonly high?: number;
};

/** What a comparison has to show, of whatever measures. */
export type Ratios = {
	readonly title: string;
	/** The machine. */
	readonly subtitle: string;
	/** What A and B are, and what came of it: the beginning of the caption. */
	readonly comparison: string;
	readonly x: XAxis;
	/** The smallest effect that matters, as in 0.03. */
	readonly effect: number;
	/** One with no rows is left out. */
	readonly measures: ReadonlyArray<{readonly label: string; readonly rows: readonly RatioRow[]}>;
};

/**
 * A bar is drawn to this multiple of the largest ratio: one of two values a side goes to a million, and
 * nothing else could then be seen.
 */
const LONGEST_BAR = 3;

/** The chart of a comparison: a panel for each measure. */
export function ratioChart({title, subtitle, comparison, x, effect, measures}: Ratios): Chart {
	const isCut = measures.some(({rows}) => rows.some(({high = 0}) => high > topOf(rows)));
	return {
		title,
		subtitle,
		caption: captionOf({
			sentences: [
				comparison,
				'Dotted: no effect, and the band that counts as the same.',
				isCut ? `Bars to ${LONGEST_BAR} times the largest ratio go on beyond that.` : '',
			],
		}),
		x,
		panels: measures
			.filter(({rows}) => rows.length > 0)
			.map(({label, rows}) => panelOf(`${label}, B/A`, rows, effect)),
	};
}

function panelOf(label: string, rows: readonly RatioRow[], effect: number): Panel {
	const top = topOf(rows);
	return {
		label,
		scale: 'linear',
		fromZero: false,
		series: [...new Set(rows.map(({name}) => name))].map(name => ({
			name,
			line: 'solid',
			points: rows
				.filter(row => row.name === name)
				.map(({x, value: y, low, high}) => ({
					...{x, y, state: 'ok' as const},
					...(low !== undefined && high !== undefined && {low, high: Math.min(high, top)}),
				})),
		})),
		levels: [1 / (1 + effect), 1, 1 + effect],
	};
}

function topOf(rows: readonly RatioRow[]): number {
	return LONGEST_BAR * Math.max(1, ...rows.map(({value}) => value));
}
