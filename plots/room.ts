// Whether the labels of an axis have room beside each other.
import type {Axis} from './axis.js';
import {font, textWidth} from './fonts.js';
import {sizes} from './page.js';

const between = 12;

/** How wide a label of an axis is, in pixels. */
export function tickWidth(label: string): number {
	return textWidth(label, font(sizes.tickText));
}

/** Whether the labels of an axis that is `width` pixels wide have room. */
export function hasRoomAcross(axis: Axis, width: number): boolean {
	return hasRoom(axis, width, label => tickWidth(label) + between);
}

/** Whether the labels of an axis that is `height` pixels high have room. */
export function hasRoomUp(axis: Axis, height: number): boolean {
	return hasRoom(axis, height, () => sizes.tickText + between);
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
