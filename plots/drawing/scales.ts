// Axes as Chart.js draws them: on its plain linear scale, with places and labels of our own, since its
// logarithmic one has no place for zero.
import type {Scale as ChartScale, ScaleOptions, ScriptableScaleContext} from 'chart.js';
import type {Chart, Panel} from '../chart.js';
import {xAxis, yAxis, type Axis, type Room} from './axis.js';
import {lengths, type Look} from './look.js';
import {hasRoomAcross, hasRoomUp} from './room.js';

/** The options of a scale. */
export type Scale = ScaleOptions<'linear'>;

/** The x axis of a chart for as much room as `room` says; how values lie on it is always the same. */
export function xAxisOf({x, panels}: Pick<Chart, 'x' | 'panels'>, room: Room): Axis {
	const points = panels.flatMap(({series}) => series.flatMap(each => each.points));
	return xAxis(
		points.map(point => point.x),
		x,
		room,
	);
}

/** The y axis of a panel, likewise. */
export function yAxisOf({series, levels = [], scale, fromZero}: Panel, room: Room): Axis {
	const points = series.flatMap(each => each.points);
	const values = [...points.flatMap(({y, low, high}) => [y, low ?? y, high ?? y]), ...levels];
	return yAxis(values, scale, fromZero, room);
}

/** The scale of a chart's x axis. */
export function xScale(chart: Pick<Chart, 'x' | 'panels'>, look: Look): Scale {
	const scale = scaleOf(
		room => xAxisOf(chart, room),
		({width, ctx}) => {
			const pen = ctx as {font: string; measureText(text: string): {readonly width: number}};
			pen.font = `${lengths.tickText}px ${look.family}`;
			return axis => hasRoomAcross(axis, width, label => pen.measureText(label).width);
		},
		look,
	);
	return {
		...scale,
		position: 'bottom',
		// The names of choices are turned where they have no room: none of them can be left out.
		ticks: {...scale.ticks, maxRotation: chart.x.labels ? 45 : 0},
		title: {
			display: true,
			text: chart.x.label,
			color: look.ink.text,
			font: {family: look.family, size: lengths.labelText, weight: 'bold'},
		},
	};
}

/** The scale of a panel's y axis. */
export function yScale(panel: Panel, look: Look): Scale {
	return scaleOf(
		room => yAxisOf(panel, room),
		({height}) =>
			axis =>
				hasRoomUp(axis, look.plotHeight ?? height, lengths.tickText),
		look,
	);
}

function scaleOf(
	axisOf: (room: Room) => Axis,
	roomOf: (scale: ChartScale) => Room,
	{ink, family}: Look,
): Scale {
	let axis = axisOf(() => true);
	const isMinor = ({index}: ScriptableScaleContext): boolean => axis.ticks[index]?.label === '';
	return {
		type: 'linear',
		bounds: 'data',
		border: {color: ink.axis},
		// The first hook that knows how long the axis is, each time that Chart.js fits it in.
		afterBuildTicks(scale) {
			axis = axisOf(roomOf(scale));
			scale.min = axis.min;
			scale.max = axis.max;
			scale.ticks = axis.ticks.map(({place}) => ({value: place}));
		},
		ticks: {
			autoSkip: false,
			maxRotation: 0,
			color: ink.text,
			font: {family, size: lengths.tickText},
			callback: (_value, index) => axis.ticks[index]?.label,
		},
		grid: {
			tickLength: lengths.tick,
			color: (context: ScriptableScaleContext) => (isMinor(context) ? ink.faint : ink.grid),
			tickColor: (context: ScriptableScaleContext) => (isMinor(context) ? ink.grid : ink.axis),
		},
	};
}
