// Curves as Chart.js draws them: what is joined, and what stands alone.
import type {ChartDataset} from 'chart.js';
// Brings the types of charts with error bars.
import type {} from 'chartjs-chart-error-bars';
import type {Panel, Point, Series} from '../chart.js';
import type {Axis} from './axis.js';
import {dashes, lengths, strokes, type Look} from './look.js';

/** The kind of chart that all are: of chartjs-chart-error-bars. */
export type Kind = 'lineWithErrorBars';

/** A point in its place; where a line is broken, y is no number. */
export type Place = {
	readonly x: number;
	readonly y: number;
	readonly yMin?: number;
	readonly yMax?: number;
	readonly point: Point;
};

/** A curve, or its points that are not valid; `curve` is what it is made from. */
export type Dataset = ChartDataset<Kind, Place[]> & {
	readonly curve: Series;
	readonly panel: Panel;
};

/** The datasets of a panel's curves, on the y axis that Chart.js knows as `yAxisID`. */
export function datasetsOf(
	panel: Panel,
	{x, y, yAxisID}: {readonly x: Axis; readonly y: Axis; readonly yAxisID: string},
	{styles}: Look,
): Dataset[] {
	return panel.series.flatMap(curve => {
		const colour = styles.get(curve.name)?.colour ?? '';
		const dataset = (data: Place[], showLine: boolean): Dataset => ({
			...{curve, panel, data, yAxisID, showLine, label: curve.name},
			type: 'lineWithErrorBars',
			borderColor: colour,
			borderWidth: curve.line === 'solid' ? strokes.curve : strokes.thin,
			borderDash: [...dashes[curve.line]],
			borderJoinStyle: 'round',
			errorBarColor: colour,
			errorBarWhiskerColor: colour,
			errorBarLineWidth: strokes.thin,
			errorBarWhiskerLineWidth: strokes.thin,
			errorBarWhiskerRatio: 0,
			errorBarWhiskerSize: 6,
			// Room for the half of a stroke that lies beyond the first and the last point.
			clip: lengths.marker,
		});
		const {joined, alone} = placesOf(curve.points, x, y);
		return [dataset(joined, true), ...(alone.length > 0 ? [dataset(alone, false)] : [])];
	});
}

/**
 * What a line joins, in order, and the points in no line. The line is broken where there is a point
 * that is not valid and none that is.
 */
function placesOf(points: readonly Point[], x: Axis, y: Axis): {joined: Place[]; alone: Place[]} {
	const place = (point: Point): Place => ({
		x: x.place(point.x),
		y: y.place(point.y),
		...(point.low !== undefined &&
			point.high !== undefined && {yMin: y.place(point.low), yMax: y.place(point.high)}),
		point,
	});
	const valid = points.filter(({state}) => state !== 'invalid');
	const invalid = points.filter(({state}) => state === 'invalid');
	const known = new Set(valid.map(point => point.x));
	const breaks = invalid.filter(point => !known.has(point.x));
	return {
		joined: [
			...valid.map(place),
			...breaks.map(point => ({x: x.place(point.x), y: Number.NaN, point})),
		].sort((a, b) => a.x - b.x),
		alone: invalid.map(place),
	};
}
