// What the values from low to high around a median are called.
import type {Median} from '../method/statistics/median.js';

/** As in 96.9 % interval, range of 3, or n = 1. */
export function nameOfReach({reach, n}: Median): string {
	if (reach === undefined) {
		return `n = ${n}`;
	}

	return reach.level === undefined
		? `range of ${n}`
		: `${(reach.level * 100).toFixed(1)} % interval`;
}
