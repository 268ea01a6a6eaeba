// All cells of a run, in the order in which they run.
import {shuffle} from 'simple-statistics';
import {z} from 'zod';
import {seededRandom} from './random.js';
import {isGrowing, type Settings} from '../run/settings.js';

export const plannedCell = z.object({
	/** Its place in the order, from 0. */
	index: z.int(),
	/** The block that it belongs to, from 0. */
	block: z.int(),
	/** From 1. */
	repeat: z.int(),
	mechanism: z.string(),
	/** Dead connections, or pipes. */
	count: z.int(),
});

/** One combination of the factors, run once, with processes of its own. */
export type PlannedCell = z.infer<typeof plannedCell>;

/** What is put to the test, without when. */
export type Point = Pick<PlannedCell, 'mechanism' | 'count'>;

/**
 * Random blocked order. These machines drift by tens of percent within a minute (shared processors,
 * turbo, heat), so cells that are compared must not lie far apart: a block is one repeat of one
 * count, in which the mechanisms follow each other. They do so in shuffled order, and the blocks of a
 * repeat are shuffled too, so that no drift falls on the same mechanism, or the same count, each time.
 * Repeats are the outer loop: a run that is cut short has whole curves.
 */
export function planCells(settings: Settings): PlannedCell[] {
	return isGrowing(settings) ? growingCells(settings) : blockedCells(settings);
}

function blockedCells(settings: Settings): PlannedCell[] {
	const random = seededRandom(settings.seed);
	const cells: PlannedCell[] = [];
	let block = 0;
	for (let repeat = 1; repeat <= settings.repeats; repeat++) {
		for (const count of shuffle(settings.counts, random)) {
			for (const mechanism of shuffle(settings.mechanisms, random)) {
				cells.push({index: cells.length, block, repeat, mechanism, count});
			}

			block++;
		}
	}

	return cells;
}

/**
 * Where a population grows from cell to cell, a mechanism's counts follow each other: what is compared are
 * then runs, such as the boots of two kernels, and not the mechanisms of one.
 */
function growingCells({seed, repeats, counts, mechanisms}: Settings): PlannedCell[] {
	const random = seededRandom(seed);
	const ascending = counts.toSorted((a, b) => a - b);
	return Array.from({length: repeats}, (_, index) => index + 1)
		.flatMap(repeat =>
			shuffle([...mechanisms], random).flatMap(mechanism =>
				ascending.map((count, place) => ({
					...{repeat, mechanism, count},
					block: (repeat - 1) * counts.length + place,
				})),
			),
		)
		.map((cell, index) => ({index, ...cell}));
}
