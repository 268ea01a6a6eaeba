// A Chart.js plugin that draws what is about the curves of each panel: the lower axis, its break where
// 0 stands apart, and a word where there is nothing to see.
import type {Plugin} from 'chart.js';
import type {Panel} from '../chart.js';
import type {Axis} from './axis.js';
import type {Kind} from './curves.js';
import {lengths, type Look} from './look.js';
import {penOf, strokeLine, type Pen} from './pen.js';

/** The plugin for these panels; each has the y scale that `yAxisID` names. */
export function paintFrames(
	panels: ReadonlyArray<{readonly panel: Panel; readonly yAxisID: string}>,
	{breakAt}: Axis,
	{ink, family}: Look,
): Plugin<Kind> {
	return {
		id: 'frames',
		// After Chart.js has drawn its grid, which would cover an axis.
		beforeDatasetsDraw(chart) {
			const pen = penOf(chart);
			const {x} = chart.scales;
			pen.save();
			for (const {panel, yAxisID} of panels) {
				const y = chart.scales[yAxisID];
				if (x === undefined || y === undefined) {
					continue;
				}

				pen.lineWidth = 1;
				pen.strokeStyle = ink.axis;
				strokeLine(pen, x.left, y.bottom, x.right, y.bottom);
				if (breakAt !== undefined) {
					paintBreak(pen, ink.paper, x.getPixelForValue(breakAt), y.bottom);
				}

				if (panel.series.every(({points}) => points.length === 0)) {
					pen.font = `${lengths.tickText}px ${family}`;
					pen.fillStyle = ink.quiet;
					pen.textAlign = 'center';
					pen.fillText('no points', (x.left + x.right) / 2, (y.top + y.bottom) / 2);
				}
			}

			pen.restore();
		},
	};
}

// Two strokes across an axis: its scale does not go on here.
function paintBreak(pen: Pen, paper: string, x: number, y: number): void {
	pen.fillStyle = paper;
	pen.fillRect(x - 2.5, y - 2, 5, 4);
	strokeLine(pen, x - 4.5, y + 5, x - 0.5, y - 5);
	strokeLine(pen, x + 0.5, y + 5, x + 4.5, y - 5);
}
