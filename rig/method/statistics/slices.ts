// What the slices of one duet say of its two sides, whichever of them opens a quadruple.
import {hodgesLehmann} from '../hodges-lehmann.js';

/** One slice: which side (0 is A), how long, how many operations, and their processor time in seconds. */
export type Slice = readonly [side: 0 | 1, seconds: number, operations: number, cpu: number];

/** A figure of a slice, above 0; else the slice has none. */
export type SliceFigure = (slice: Slice) => number;

/** What one duet says of a figure. */
export type DuetCentre = {
	/** The logarithm of B/A. */
	readonly log: number;
	/**
	 * By how much, as a logarithm, a side gains when it stands inside a quadruple rather than at its
	 * ends; undefined where only one side ever opened.
	 */
	readonly position: number | undefined;
};

const ORDERS = ['0110', '1001'] as const;
const QUADRUPLE = 4;

/**
 * Ratios are taken quadruple by quadruple, A B B A or B A A B, so that what drifts from slice to
 * slice is not in them. Each order has its own centre, and the duet's is half way between the two: what
 * a place in the quadruple is worth is not in it either, also where one order is drawn more often.
 * Undefined where there is no whole quadruple with something in each slice.
 */
export function centreOf(slices: readonly Slice[], figure: SliceFigure): DuetCentre | undefined {
	const quadruples = quadruplesOf(slices, figure);
	const [opensA, opensB] = ORDERS.map(order =>
		hodgesLehmann(quadruples.filter(each => each.order === order).map(({log}) => log)),
	);
	if (opensA !== undefined && opensB !== undefined) {
		return {log: (opensA + opensB) / 2, position: (opensA - opensB) / 2};
	}

	const log = opensA ?? opensB;
	return log === undefined ? undefined : {log, position: undefined};
}

/** What each whole quadruple says that has the figure in all of its slices, and who opens it. */
export function quadruplesOf(
	slices: readonly Slice[],
	figure: SliceFigure,
): Array<{readonly order: string; readonly log: number}> {
	const count = Math.floor(slices.length / QUADRUPLE);
	return Array.from({length: count}, (_, index) =>
		slices.slice(index * QUADRUPLE, (index + 1) * QUADRUPLE),
	)
		.filter(four => four.every(slice => figure(slice) > 0 && Number.isFinite(figure(slice))))
		.map(four => ({order: orderOf(four), log: logRatio(four, figure)}));
}

function orderOf(four: readonly Slice[]): string {
	return four.map(([side]) => side).join('');
}

/** Of B to A, each the geometric mean of its two slices. */
function logRatio(four: readonly Slice[], figure: SliceFigure): number {
	const sum = four.reduce(
		(total, slice) => total + (slice[0] === 1 ? 1 : -1) * Math.log(figure(slice)),
		0,
	);
	return sum / 2;
}
