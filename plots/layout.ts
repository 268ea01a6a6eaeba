// Lays a chart out on a page. The page becomes as high as its texts and plots need.
import type {Chart, XAxis} from './chart.js';
import {lengths} from './drawing/look.js';
import {font, textWidth} from './fonts.js';
import {layOutLegend} from './legend.js';
import {ink, sizes, tickFont, type Page} from './page.js';
import {layOutPanels} from './panels.js';
import {textBlock, type Block, type TextStyle} from './text-block.js';

const styles = {
	title: {font: font(18, 'bold'), colour: ink.text, height: 24, isBalanced: true},
	subtitle: {font: font(13), colour: ink.quiet, height: 18, isBalanced: true},
	caption: {font: font(12.5), colour: ink.quiet, height: 17},
} satisfies Record<string, TextStyle>;

/** Where each part of a chart lies; its legend is in the order of `names`. */
export function layOut(chart: Chart, names: readonly string[]): Page {
	const title = block(chart.title, styles.title, sizes.margin);
	const subtitle = block(chart.subtitle, styles.subtitle, title.end + 2);
	const legend = layOutLegend(chart, names, subtitle.end + 8);
	const panels = layOutPanels(chart.panels, legend.end);
	const xAxis = heightOf(chart.x);
	const caption = block(chart.caption, styles.caption, panels.end + xAxis + 6);
	return {
		height: Math.ceil(caption.end + sizes.margin),
		lines: [title, subtitle, legend, panels, caption].flatMap(({lines}) => lines),
		legend: [...legend.entries, ...panels.entries],
		plots: panels.plots,
		xAxis,
	};
}

function block(text: string, style: TextStyle, top: number): Block {
	return textBlock(text, style, {x: sizes.margin, top, width: sizes.width - 2 * sizes.margin});
}

// Where the names of choices do not fit beside each other, they are turned by 45 degrees.
function heightOf({labels = []}: XAxis): number {
	const widest = Math.max(0, ...labels.map(label => textWidth(label, tickFont)));
	const fits = widest + lengths.tickText < (sizes.width - 6 * sizes.margin) / labels.length;
	return fits ? sizes.xAxis : sizes.xAxis + Math.ceil(widest * Math.SQRT1_2);
}
