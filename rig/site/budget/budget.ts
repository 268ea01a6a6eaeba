// What a machine can carry, known before the run: per mechanism, and what stops it from more.
import type {Budget, Demand, Limit} from './limit.js';

/** Something there is too little of. */
export type Shortage = {
	readonly limit: string;
	readonly value: number;
	readonly needed: number;
	readonly remedy: string;
};

/** The most that can be carried, and the limit that is met first. */
export type Capacity = {readonly count: number; readonly limit: Limit; readonly budget: Budget};

/** Each limit that a cell with `count` of them would exceed; a duet has two `servers` at once. */
export function findShortages(
	limits: readonly Limit[],
	demand: Demand,
	count: number,
	servers = 1,
): Shortage[] {
	return limits.flatMap(limit => {
		const budget = limit.budget(demand);
		const needed =
			budget && (budget.base + budget.each * count) * (limit.isShared === true ? servers : 1);
		return budget === undefined || needed === undefined || needed <= budget.value
			? []
			: [{limit: limit.name, value: budget.value, needed, remedy: limit.remedy(needed, demand)}];
	});
}

/** How many fit under every limit. Undefined where nothing limits them. */
export function findCapacity(limits: readonly Limit[], demand: Demand): Capacity | undefined {
	let least: Capacity | undefined;
	for (const limit of limits) {
		const budget = limit.budget(demand);
		if (budget !== undefined) {
			const count = Math.max(0, Math.floor((budget.value - budget.base) / budget.each));
			if (least === undefined || count < least.count) {
				least = {count, limit, budget};
			}
		}
	}

	return least;
}

/** A shortage in one line, for people. */
export function describeShortage({limit, value, needed, remedy}: Shortage): string {
	return `${limit} is ${value}, needed are ${needed}; raise it: ${remedy}`;
}
