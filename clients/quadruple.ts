// The order in which two sides are loaded in turns.
import type {Slice} from './slice.js';

/**
 * Each quadruple is one pair of the two sides: a drift that is linear over it cancels, and each side
 * follows itself as often as it follows the other.
 */
const QUADRUPLES = [
	[0, 1, 1, 0],
	[1, 0, 0, 1],
] as const;

/** A slice in a result: side, seconds, replies, and seconds of the server's processors. */
export type SliceRow = readonly [side: 0 | 1, seconds: number, replies: number, cpuSeconds: number];

/**
 * Plays one quadruple. Which side opens and closes it is drawn, so that what a place in it is worth
 * falls on neither.
 */
export function playQuadruple(slice: (side: 0 | 1) => Slice): SliceRow[] {
	return QUADRUPLES[Math.random() < 0.5 ? 0 : 1].map(side => {
		const {seconds, replies, cpuSeconds} = slice(side);
		return [side, seconds, replies, cpuSeconds];
	});
}
