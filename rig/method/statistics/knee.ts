// The knee of a curve: between which two measured counts it has lost a tenth of its start for good.
import type {Point} from './line.js';

/** Between two neighbouring counts; or beyond the largest. */
export type Knee = {readonly after: number; readonly before: number} | {readonly beyond: number};

/** What is left at the knee. */
const LEFT = 0.9;

/**
 * The last count whose rate is at least 90 % of that at the smallest count, and the next: a point in
 * a disturbed minute that a later one makes good is no knee. `points` are medians of rates. Undefined
 * of fewer than two.
 */
export function bracketKnee(points: readonly Point[]): Knee | undefined {
	const sorted = points.toSorted((a, b) => a.x - b.x);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined || first === last) {
		return undefined;
	}

	const index = sorted.findLastIndex(({y}) => y >= LEFT * first.y);
	const [left, right] = [sorted[index], sorted[index + 1]];
	return left && right ? {after: left.x, before: right.x} : {beyond: last.x};
}
