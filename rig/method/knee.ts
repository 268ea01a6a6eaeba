// The knee of a curve: where it has lost a tenth of its start for good.

/** At which N; or that it is beyond the largest. */
export type Knee = {readonly at: number} | {readonly beyond: number};

/** What is left at the knee. */
const LEFT = 0.9;

/**
 * The N from which on the rate stays below 90 % of that at the smallest N, interpolated between its
 * neighbours: a point in a disturbed minute that a later one makes good is no knee. Undefined of
 * fewer than two points.
 */
export function findKnee(points: ReadonlyArray<{x: number; y: number}>): Knee | undefined {
	const sorted = points.toSorted((a, b) => a.x - b.x);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined || first === last) {
		return undefined;
	}

	const threshold = LEFT * first.y;
	const index = sorted.findLastIndex(({y}) => y >= threshold);
	const before = sorted[index];
	const after = sorted[index + 1];
	if (before === undefined || after === undefined) {
		return {beyond: last.x};
	}

	const share = (before.y - threshold) / (before.y - after.y);
	return {at: before.x + share * (after.x - before.x)};
}
