// A row of cells.ndjson: one step of a plan, whatever became of it.
import {z} from 'zod';
import {type Cell, leftOutSchema, reasonSchema, statusOf, statusSchema} from '../method/cell.js';
import {stepSchema} from '../method/plan.js';
import type {Pair} from '../method/samples.js';
import {slicesSchema} from '../method/slices.js';
import {hookEndSchema} from './hooks.js';

/** The version of the rows and of run.json. A change that old readers would misread raises it. */
export const SCHEMA = 3;

/** What was measured of a point. */
const measuredShape = {
	/** By the measure's name, in the unit that its subject declares. */
	measures: z.record(z.string(), z.number()).optional(),
	/** Gates that could not be asked. */
	leftOut: z.array(leftOutSchema).optional(),
	/** Of a host that counts instructions: the server's clock as the window began and ended, in seconds, and its operations. */
	window: z.object({from: z.number(), to: z.number(), operations: z.number()}).optional(),
	/** What else the subject keeps of it, for whoever looks closer. */
	detail: z.record(z.string(), z.unknown()).optional(),
};

const sideSchema = z.object({...measuredShape, reasons: z.array(reasonSchema)});

export const rowSchema = z.object({
	schema: z.literal(SCHEMA),
	study: z.string(),
	...stepSchema.shape,
	/** From 1: a step that something passing has disturbed is played again. */
	attempt: z.int(),
	status: statusSchema,
	/** Of a step with two sides, of a fault or a limit only: what gates found is with the sides. */
	reasons: z.array(reasonSchema),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	endedAt: z.string(),
	...measuredShape,
	/** Of a step with two sides. */
	sides: z.tuple([sideSchema, sideSchema]).optional(),
	/** Logarithms of B/A, by measure, where both sides were measured in turns; and the turns. */
	logs: z.record(z.string(), z.number()).optional(),
	/** By how much, as a logarithm, a side gains that stands inside a quadruple of turns. */
	positions: z.record(z.string(), z.number()).optional(),
	slices: slicesSchema.optional(),
	/** What became of the user's commands around it, in the order in which they ended. */
	hooks: z.array(hookEndSchema).optional(),
});
export type Row = z.infer<typeof rowSchema>;

/** The cells of a row: one, or those of its two sides, A's first. */
export function cellsOf(row: Row): Cell[] {
	const {versus, sides} = row;
	return versus === undefined
		? [row]
		: versus.sides.map((point, index) => {
				const side = sides?.[index];
				return {
					...{block: row.block, repeat: row.repeat, point: {...row.point, ...point}},
					...(side === undefined
						? {status: row.status, reasons: row.reasons}
						: {
								status: statusOf(side.reasons),
								...{reasons: side.reasons, measures: side.measures, leftOut: side.leftOut},
							}),
				};
			});
}

/**
 * The cells of a run. Of a step that was played again, the last time that something was measured is its
 * value: two tries of one step are no two repeats.
 */
export function cellsOfRun(rows: readonly Row[]): Cell[] {
	const isSuperseded = supersededBy(rows);
	return rows.flatMap(row =>
		isSuperseded(row)
			? cellsOf(row).map(cell => ({...cell, isSuperseded: true as const}))
			: cellsOf(row),
	);
}

/** The steps with two sides that were measured, each once. */
export function pairsOf(rows: readonly Row[]): Pair[] {
	const isSuperseded = supersededBy(rows);
	return rows.flatMap(row => {
		if (isSuperseded(row)) {
			return [];
		}

		const [a, b] = cellsOf(row);
		return row.sides !== undefined && a && b ? [{cells: [a, b], logs: row.logs ?? {}}] : [];
	});
}

/** Whether a step was played again after this row, and measured. */
function supersededBy(rows: readonly Row[]): (row: Row) => boolean {
	const last = new Map<number, number>();
	for (const {index, attempt, status} of rows) {
		if (status === 'ok' || status === 'invalid') {
			last.set(index, Math.max(attempt, last.get(index) ?? 0));
		}
	}

	return ({index, attempt}) => attempt < (last.get(index) ?? 0);
}
