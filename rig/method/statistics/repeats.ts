// How many repeats lead to a verdict.
import {quantileOfF} from './distributions.js';
import {halfOf, sumOf, type Variance} from './interval.js';

/** What a plan starts from. */
export type Planned = {
	/** Of one repeat, as `n` repeats know it. */
	readonly spread: Variance;
	readonly n: number;
	/** What no repeat makes smaller: drift. */
	readonly floor?: Variance | undefined;
	/** The smallest effect that matters, and the level of the interval. */
	readonly effect: number;
	readonly level: number;
};

const POWER = 0.8;
/** More nobody makes. */
const MOST_REPEATS = 1000;

/**
 * So many repeats lead to a verdict in at least 80 % of cases, whatever the truth is. An interval
 * that reaches half the effect to either side cannot both hold 0 and leave the effect: it always has
 * a verdict. What it will reach depends on the spread of the repeats to come, and this one is itself
 * an estimate: their ratio has an F distribution. Undefined where no number of repeats does it.
 */
export function repeatsNeeded(plan: Planned): number | undefined {
	let [least, most] = [plan.n + 1, MOST_REPEATS];
	if (least > most || !isEnough(most, plan)) {
		return undefined;
	}

	while (least < most) {
		const middle = Math.floor((least + most) / 2);
		if (isEnough(middle, plan)) {
			most = middle;
		} else {
			least = middle + 1;
		}
	}

	return least;
}

function isEnough(repeats: number, {spread, n, floor, effect, level}: Planned): boolean {
	const freedom = spread.freedom + repeats - n;
	const growth = Math.max(1, quantileOfF(POWER, [freedom, spread.freedom]));
	const own = {variance: (spread.variance * growth) / repeats, freedom};
	return halfOf(floor ? sumOf([own, floor]) : own, level) <= effect / 2;
}
