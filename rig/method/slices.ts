// What the slices of a load that alternates between two sides say of them.
import {z} from 'zod';
import {centreOf, type SliceFigure} from './statistics/slices.js';

/** How long a side is loaded at a time, in milliseconds, where nobody says anything else. */
export const SLICE_MS = 5;

/** Slices in their order, A B B A or B A A B: side, seconds, operations, seconds of the side's processors. */
export const slicesSchema = z.array(
	z.tuple([z.literal([0, 1]), z.number(), z.number(), z.number()]),
);
export type Slices = z.infer<typeof slicesSchema>;

/** What slices have: operations per second, and processor time for one, where that was read. */
export const sliceFigures = {
	rate: ([, seconds, operations]) => operations / seconds,
	cpu: ([, , operations, cpu]) => cpu / operations,
} as const satisfies Record<string, SliceFigure>;

/** By figure, logarithms; a figure that slices do not have is not there. */
export type SliceLogs = Partial<Readonly<Record<keyof typeof sliceFigures, number>>>;

/** The logarithms of B/A; and by how much a side gains that stands inside a quadruple, where both orders were drawn. */
export function summariseSlices(slices: Slices): {logs: SliceLogs; positions: SliceLogs} {
	const found = Object.entries(sliceFigures).flatMap(([name, figure]) => {
		const centre = centreOf(slices, figure);
		return centre ? [{name, ...centre}] : [];
	});
	return {
		logs: Object.fromEntries(found.map(({name, log}) => [name, log])),
		positions: Object.fromEntries(
			found.flatMap(({name, position}) => (position === undefined ? [] : [[name, position]])),
		),
	};
}
