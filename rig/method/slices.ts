// What the slices of a load that alternates between two sides say of them.
import {z} from 'zod';
import {hodgesLehmann} from './hodges-lehmann.js';

/** Slices in their order, A B B A: side, seconds, operations, seconds of the side's processors. */
export const slicesSchema = z.array(
	z.tuple([z.literal([0, 1]), z.number(), z.number(), z.number()]),
);
export type Slices = z.infer<typeof slicesSchema>;

/** Logarithms of B/A: of the rate, and of the processor time of an operation, where that was read. */
export type SliceLogs = {readonly rate: number; readonly cpu?: number};

const QUADRUPLE = 4;

/**
 * Ratios are taken quadruple by quadruple, A B B A, so that what drifts from one to the next is not
 * in them; and their centre is one that quadruples in which the machine was taken away do not move.
 * Undefined where there is no whole quadruple with operations in each slice.
 */
export function summariseSlices(slices: Slices): SliceLogs | undefined {
	const logs = quadruplesOf(slices);
	const rate = hodgesLehmann(logs.map(each => each.rate));
	const cpu = hodgesLehmann(logs.flatMap(each => each.cpu ?? []));
	return rate === undefined ? undefined : {rate, ...(cpu !== undefined && {cpu})};
}

/** What each whole quadruple says that has operations in all of its slices. */
export function quadruplesOf(slices: Slices): SliceLogs[] {
	const logs: SliceLogs[] = [];
	for (let at = 0; at + QUADRUPLE <= slices.length; at += QUADRUPLE) {
		const four = slices.slice(at, at + QUADRUPLE);
		if (four.every(([, seconds, operations]) => seconds > 0 && operations > 0)) {
			logs.push({
				rate: logRatio(four, ([, seconds, operations]) => operations / seconds),
				...(four.every(([, , , cpu]) => cpu > 0) && {
					cpu: logRatio(four, ([, , operations, cpu]) => cpu / operations),
				}),
			});
		}
	}

	return logs;
}

/** Of B to A, each the geometric mean of its two slices. */
function logRatio(four: Slices, figure: (slice: Slices[number]) => number): number {
	const sum = four.reduce(
		(total, slice) => total + (slice[0] === 1 ? 1 : -1) * Math.log(figure(slice)),
		0,
	);
	return sum / 2;
}
