// Lays a graph out on a page. The page becomes as high as its texts and plots need.
import {xAxis} from './axis.js';
import {font} from './fonts.js';
import type {Graph} from './graph.js';
import {layOutLegend} from './legend.js';
import {ink, sizes, type Page, type Plot} from './page.js';
import {layOutPanels} from './panels.js';
import {hasRoomAcross, tickWidth} from './room.js';
import {textBlock, type Block, type TextStyle} from './text-block.js';

const styles = {
	title: {font: font(18, 'bold'), colour: ink.text, height: 24},
	subtitle: {font: font(13), colour: ink.quiet, height: 18},
	caption: {font: font(12.5), colour: ink.quiet, height: 17},
} satisfies Record<string, TextStyle>;

/** Where each part of a graph lies; its legend is in the order of `names`. */
export function layOut(graph: Graph, names: readonly string[]): Page {
	const title = block(graph.title, styles.title, sizes.margin);
	const subtitle = block(graph.subtitle, styles.subtitle, title.end + 2);
	const legend = layOutLegend(graph, names, subtitle.end + 8);
	const panels = layOutPanels(graph.panels, legend.end);
	const caption = block(graph.caption, styles.caption, panels.end + sizes.xAxis + 6);
	return {
		height: Math.ceil(caption.end + sizes.margin),
		lines: [title, subtitle, legend, panels, caption].flatMap(({lines}) => lines),
		legend: [...legend.entries, ...panels.entries],
		plots: panels.plots,
		xLabel: graph.x.label,
		...layOutAcross(graph, panels.plots),
	};
}

function block(text: string, style: TextStyle, top: number): Block {
	return textBlock(text, style, {x: sizes.margin, top, width: sizes.width - 2 * sizes.margin});
}

// The plots begin right of their widest label. They end where the last label of the x axis, which
// may reach beyond them, still keeps to the margin.
function layOutAcross(graph: Graph, plots: readonly Plot[]): Pick<Page, 'left' | 'right' | 'x'> {
	const labels = plots.flatMap(({y}) => y.ticks.map(({label}) => label));
	const left = Math.ceil(sizes.margin + Math.max(0, ...labels.map(tickWidth)) + sizes.tick + 6);
	const margin = sizes.width - sizes.margin;
	const points = graph.panels.flatMap(({series}) => series.flatMap(each => each.points));
	const axisTo = (right: number): Page['x'] =>
		xAxis(
			points.map(({x}) => x),
			graph.x.scale,
			axis => hasRoomAcross(axis, right - left),
		);

	const {ticks, min, max} = axisTo(margin);
	const last = ticks.findLast(({label}) => label !== '') ?? {place: min, label: ''};
	const lastEnd =
		left + ((last.place - min) / (max - min)) * (margin - left) + tickWidth(last.label) / 2;
	const right = margin - Math.max(sizes.marker, lastEnd - margin);
	return {left, right, x: axisTo(right)};
}
