// The legend: which entries there are, and where they lie.
import type {Chart, Panel} from './chart.js';
import {font, textWidth} from './fonts.js';
import {ink, sizes, type LegendEntry, type Line, type Sample} from './page.js';

/** Entries and their texts, and where the legend ends. */
export type Legend = {
	readonly entries: readonly LegendEntry[];
	readonly lines: readonly Line[];
	readonly end: number;
};

type Item = {readonly sample: Sample; readonly text: string};

const textFont = font(14);
const rowHeight = 21;
const textGap = 6;
const columnGap = 16;
const widestExtraGap = 30;
const across = sizes.width - 2 * sizes.margin;

/** The legend of all curves of a chart, in even columns from `top` on. */
export function layOutLegend(chart: Chart, names: readonly string[], top: number): Legend {
	const items = itemsOf(chart, names);
	const column = Math.max(0, ...items.map(widthOf)) + columnGap;
	const fitting = Math.max(1, Math.floor((across + columnGap) / column));
	const rows = Math.ceil(items.length / fitting);
	const columns = Math.ceil(items.length / rows);
	const width = Math.min((across + columnGap) / columns, column + widestExtraGap);
	const placed = items.map((item, index) =>
		place(
			item,
			sizes.margin + (index % columns) * width,
			top + (Math.floor(index / columns) + 0.5) * rowHeight,
		),
	);
	return {
		entries: placed.map(({entry}) => entry),
		lines: placed.map(({line}) => line),
		end: top + rows * rowHeight,
	};
}

/** The key to a panel's solid and dashed lines, flush right with `middle` as its middle; from `left`. */
export function layOutLineKey(
	panel: Panel,
	middle: number,
): Omit<Legend, 'end'> & {readonly left: number} {
	const items: Item[] = panel.lineKey
		? [
				{sample: 'solid', text: panel.lineKey.solid},
				{sample: 'dashed', text: panel.lineKey.dashed},
			]
		: [];
	let x = sizes.width - sizes.margin + columnGap;
	const placed = items.reverse().map(item => {
		x -= widthOf(item) + columnGap;
		return place(item, x, middle);
	});
	return {left: x, entries: placed.map(({entry}) => entry), lines: placed.map(({line}) => line)};
}

function itemsOf(chart: Chart, names: readonly string[]): Item[] {
	const states = new Set(
		chart.panels.flatMap(({series}) =>
			series.flatMap(({points}) => points.map(({state}) => state)),
		),
	);
	return [
		...names.map(name => ({sample: {name}, text: name})),
		...(states.has('at-least') ? [{sample: 'at-least', text: 'at least'} as const] : []),
		...(states.has('invalid') ? [{sample: 'invalid', text: 'not valid'} as const] : []),
	];
}

function place(item: Item, x: number, y: number): {entry: LegendEntry; line: Line} {
	return {
		entry: {sample: item.sample, x, y},
		line: {
			text: item.text,
			font: textFont,
			colour: ink.text,
			x: x + sizes.sample + textGap,
			y: y + 5,
		},
	};
}

function widthOf(item: Item): number {
	return sizes.sample + textGap + textWidth(item.text, textFont);
}
