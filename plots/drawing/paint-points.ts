// A Chart.js plugin that draws points, over all lines and intervals. Chart.js has too few markers
// that can be hollow, and none for a lower bound.
import type {Chart, Plugin} from 'chart.js';
import type {State} from '../chart.js';
import type {Dataset, Kind, Place} from './curves.js';
import {lengths, strokes, type Look} from './look.js';
import {traceMarker} from './marker.js';
import {penOf, strokeLine, type Pen} from './pen.js';
import type {SeriesStyle} from './series-style.js';

// Those that say less than they seem to come last: no other may hide them.
const states: readonly State[] = ['ok', 'at-least', 'invalid'];

/** The plugin for charts of one look. */
export function paintPoints(look: Look): Plugin<Kind> {
	return {
		id: 'points',
		afterDatasetsDraw(chart) {
			const pen = penOf(chart);
			const points = placedPoints(chart, look);
			pen.save();
			for (const state of states) {
				for (const point of points.filter(each => each.state === state)) {
					paintMarker(pen, point, look.ink.paper);
				}
			}

			pen.restore();
		},
	};
}

/** A marker about (x, y). */
export type Placed = {
	readonly style: SeriesStyle;
	readonly x: number;
	readonly y: number;
	readonly state?: State;
	readonly radius?: number;
};

/**
 * Draws one marker: filled, with a rim of `paper` to part it from others, or hollow; that of a lower
 * bound has an arrow upwards.
 */
export function paintMarker(
	pen: Pen,
	{style: {colour, marker}, x, y, state = 'ok', radius = lengths.marker}: Placed,
	paper: string,
): void {
	const isHollow = state === 'invalid';
	if (state === 'at-least') {
		paintArrow(pen, colour, x, y - radius);
	}

	traceMarker(pen, marker, x, y, radius);
	pen.fillStyle = isHollow ? paper : colour;
	pen.strokeStyle = isHollow ? colour : paper;
	pen.lineWidth = isHollow ? 1.5 : 0.8;
	pen.fill();
	pen.stroke();
}

function placedPoints(chart: Chart, {styles}: Look): Placed[] {
	const datasets = chart.data.datasets as unknown as readonly Dataset[];
	return datasets.flatMap(({curve, data}, index) =>
		chart.isDatasetVisible(index)
			? chart.getDatasetMeta(index).data.flatMap((element, each): Placed[] => {
					const {y, point} = data[each] as Place;
					const {line, name} = curve;
					const size = (line === 'solid' ? 1 : 0.65) * (element.active ? 1.3 : 1);
					const style = styles.get(name) as SeriesStyle;
					return Number.isNaN(y)
						? []
						: [
								{
									...{style, x: element.x, y: element.y, state: point.state},
									radius: lengths.marker * size,
								},
							];
				})
			: [],
	);
}

function paintArrow(pen: Pen, colour: string, x: number, bottom: number): void {
	const [length, head] = [9, 3.5];
	const top = bottom - length;
	pen.strokeStyle = colour;
	pen.lineWidth = strokes.curve;
	strokeLine(pen, x, bottom, x, top);
	strokeLine(pen, x - head, top + head, x, top);
	strokeLine(pen, x + head, top + head, x, top);
}
