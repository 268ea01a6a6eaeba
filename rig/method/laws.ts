// The scaling laws of two sides, held against each other.
import type {CurveSummary} from './curves.js';
import type {Interval} from './law.js';

/** What one more of N costs an operation on each side, in nanoseconds. */
export type LawDifference = {
	readonly name: string;
	readonly basis: CurveSummary['basis'];
	readonly a: Interval;
	readonly b: Interval;
	/** B less A. */
	readonly difference: Interval;
	/** Whether the interval of the difference leaves 0 out. */
	readonly differs: boolean;
};

/** For each curve that both have, of the same basis. */
export function compareLaws(
	curvesOfA: readonly CurveSummary[],
	curvesOfB: readonly CurveSummary[],
): LawDifference[] {
	return curvesOfA.flatMap(({name, basis, eachNs}) => {
		const other = curvesOfB.find(curve => curve.name === name && curve.basis === basis);
		if (other === undefined) {
			return [];
		}

		const difference = differenceOf(eachNs, other.eachNs);
		const differs = difference.low > 0 || difference.high < 0;
		return [{name, basis, a: eachNs, b: other.eachNs, difference, differs}];
	});
}

/** Errors of what has nothing to do with each other add up by their squares, to each side. */
function differenceOf(a: Interval, b: Interval): Interval {
	const value = b.value - a.value;
	return {
		value,
		low: value - Math.hypot(b.value - b.low, a.high - a.value),
		high: value + Math.hypot(b.high - b.value, a.value - a.low),
	};
}
