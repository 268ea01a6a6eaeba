// What a comparison comes to: the median ratio of its pairs of processes, and how far it reaches.
import {type Median, medianOf} from '../rig/method/statistics/median.js';

/** A figure of two sides, first / second: of each pair of processes, and the median of these. */
export type Ratio = Omit<Median, 'isAtLeast'> & {readonly ratios: readonly number[]};

/**
 * The ratio first / second of every pair of processes, and their median. The unit is the pair of
 * processes: what a process has for its life (the layout of its memory, what V8 made of its code) is
 * the same in all its slices, and only other processes show how much it matters.
 * @throws Error where there is no pair.
 */
export function summariseRatios(pairs: ReadonlyArray<readonly [number, number]>): Ratio {
	const ratios = pairs.map(([first, second]) => first / second);
	const summary = medianOf(ratios.map(value => ({value})));
	if (!summary) {
		throw new Error('there is no pair to compare');
	}

	const {median, n, reach} = summary;
	return {ratios, median, n, reach};
}

/** In words: `median 0.952, 97 % interval 0.947 to 0.957`, or `range of 3 …`, or only the value. */
export function describeRatio({median, n, reach}: Ratio): string {
	const value = `median ${median.toFixed(3)}`;
	if (!reach) {
		return `${value}, of one pair of processes`;
	}

	const name =
		reach.level === undefined ? `range of ${n}` : `${Math.floor(reach.level * 100)} % interval`;
	return `${value}, ${name} ${reach.low.toFixed(3)} to ${reach.high.toFixed(3)}`;
}
