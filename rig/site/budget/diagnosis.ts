// What doctor says of one mechanism.
import {findCapacity, findShortages, type Shortage} from './budget.js';
import type {MechanismFound} from '../../subjects/mechanisms.js';
import type {Burden, Limit} from './limit.js';

/** What the machine carries with one mechanism, and what is short of the number asked for. */
export type Diagnosis = {
	readonly mechanism: string;
	readonly ok: boolean;
	/** Why the mechanism is not here. */
	readonly reason?: string | undefined;
	/** The most dead connections, and the limit that ends them; null where nothing does. */
	readonly carries: {dead: number; limit: string; value: number; remedy: string} | null;
	readonly shortages: readonly Shortage[];
};

/** Finds what stands between a machine and `dead` dead connections. */
export function diagnose(
	limits: readonly Limit[],
	burden: Burden & {readonly mechanism: MechanismFound},
	dead: number,
): Diagnosis {
	const {name, ok, reason} = burden.mechanism;
	if (!ok) {
		return {mechanism: name, ok, reason, carries: null, shortages: []};
	}

	const capacity = findCapacity(limits, burden);
	return {
		mechanism: name,
		ok,
		carries:
			capacity === undefined
				? null
				: {
						dead: capacity.count,
						limit: capacity.limit.name,
						value: capacity.budget.value,
						// Twice as many: what the next step up takes.
						remedy: capacity.limit.remedy(
							capacity.budget.base + 2 * capacity.budget.each * capacity.count,
							burden,
						),
					},
		shortages: findShortages(limits, burden, dead),
	};
}
