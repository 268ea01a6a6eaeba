// Whether the labels of an axis have room beside each other.
import type {Axis} from './axis.js';

const between = 12;

/** Whether the labels of an axis that is `width` pixels wide have room. */
export function hasRoomAcross(
	axis: Axis,
	width: number,
	widthOf: (label: string) => number,
): boolean {
	return hasRoom(axis, width, label => widthOf(label) + between);
}

/** Whether the labels of an axis that is `height` pixels high have room, each `textHeight` high. */
export function hasRoomUp(axis: Axis, height: number, textHeight: number): boolean {
	return hasRoom(axis, height, () => textHeight + between);
}

// No label, with the space around it, may reach into that of the one before.
function hasRoom(axis: Axis, length: number, extentOf: (label: string) => number): boolean {
	const perPixel = (axis.max - axis.min) / length;
	let end = Number.NEGATIVE_INFINITY;
	return axis.ticks
		.filter(({label}) => label !== '')
		.every(({place, label}) => {
			const half = (extentOf(label) * perPixel) / 2;
			const free = place - half >= end;
			end = place + half;
			return free;
		});
}
