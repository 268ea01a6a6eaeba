// What a machine can carry with each level of a choice, and what stops it from more.
import type {Option} from '../../record/option.js';
import {findCapacity, findShortages, type Shortage} from './budget.js';
import type {Demand, Limit} from './limit.js';

/** What the machine carries with one option, and what is short of the number asked for. */
export type Diagnosis = {
	readonly name: string;
	readonly ok: boolean;
	/** Why it is not here. */
	readonly reason?: string | undefined;
	/** The most that it carries, and the limit that ends it; null where nothing does. */
	readonly carries: {count: number; limit: string; value: number; remedy: string} | null;
	readonly shortages: readonly Shortage[];
};

/** Finds what stands between a machine and `count` of what a cell carries. */
export function diagnose(
	limits: readonly Limit[],
	demand: Demand & {readonly option: Option},
	count: number,
): Diagnosis {
	const {name, ok, reason} = demand.option;
	if (!ok) {
		return {name, ok, reason, carries: null, shortages: []};
	}

	const capacity = findCapacity(limits, demand);
	return {
		name,
		ok,
		carries:
			capacity === undefined
				? null
				: {
						count: capacity.count,
						limit: capacity.limit.name,
						value: capacity.budget.value,
						// Twice as many: what the next step up takes.
						remedy: capacity.limit.remedy(
							capacity.budget.base + 2 * capacity.budget.each * capacity.count,
							demand,
						),
					},
		shortages: findShortages(limits, demand, count),
	};
}
