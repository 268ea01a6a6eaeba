// All duets of a run, in the order in which they are played.
import {shuffle} from 'simple-statistics';
import type {Settings} from '../settings.js';
import {seededRandom} from '../../method/random.js';
import type {PlannedDuet} from './duet-file.js';

/**
 * Counts are shuffled within each repeat, and which server is started first is drawn anew each time:
 * what comes with being first (memory, descriptors, ports) falls on both sides alike.
 */
export function planDuets({
	counts,
	repeats,
	seed,
}: Pick<Settings, 'counts' | 'repeats' | 'seed'>): PlannedDuet[] {
	const random = seededRandom(seed);
	return Array.from({length: repeats}, (_, repeat) =>
		shuffle([...counts], random).map(count => ({
			repeat: repeat + 1,
			count,
			first: random() < 0.5 ? (0 as const) : (1 as const),
		})),
	)
		.flat()
		.map((duet, index) => ({index, ...duet}));
}
