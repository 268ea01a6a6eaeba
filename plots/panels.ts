// Lays the panels of a chart out: each has its heading, and under it its plot.
import type {Panel} from './chart.js';
import {lengths} from './drawing/look.js';
import {font} from './fonts.js';
import {layOutLineKey} from './legend.js';
import {ink, sizes, type LegendEntry, type Line, type Plot} from './page.js';
import {textBlock, type TextStyle} from './text-block.js';

/** All panels of a chart, and where the last plot ends. */
export type Panels = {
	readonly plots: readonly Plot[];
	readonly lines: readonly Line[];
	readonly entries: readonly LegendEntry[];
	readonly end: number;
};

const heading: TextStyle = {font: font(lengths.labelText, 'bold'), colour: ink.text, height: 20};
const aboveHeading = 13;
const belowHeading = 13;

/** Lays panels out one under the other, from `top` on. */
export function layOutPanels(panels: readonly Panel[], top: number): Panels {
	let laid: Panels = {plots: [], lines: [], entries: [], end: top};
	for (const panel of panels) {
		const headingTop = laid.end + aboveHeading;
		const key = layOutLineKey(panel, headingTop + heading.height / 2);
		const width = key.left - sizes.margin;
		const label = textBlock(panel.label, heading, {x: sizes.margin, top: headingTop, width});
		const plotTop = label.end + belowHeading;
		const bottom = plotTop + sizes.plot;
		laid = {
			plots: [...laid.plots, {panel, top: plotTop, bottom}],
			lines: [...laid.lines, ...label.lines, ...key.lines],
			entries: [...laid.entries, ...key.entries],
			end: bottom,
		};
	}

	return laid;
}
