// The median of repeats, and what can be said of how sure it is.
import {fewHeads} from './distributions.js';

/** What one repeat measured. */
export type Repeat = {
	readonly value: number;
	/** The true value is this or more: something else than what is measured was the limit. */
	readonly isAtLeast?: boolean;
};

/** How far repeats reach. */
type Reach = {
	readonly low: number;
	readonly high: number;
	/** `high` is itself a lower bound: nobody knows how far up it goes. */
	readonly isOpen: boolean;
	/** Of an interval: the probability that it holds the median. Undefined: it is the range of the repeats. */
	readonly level: number | undefined;
};

/** A median. */
export type Median = {
	readonly median: number;
	/** The median of the true values is this or more. */
	readonly isAtLeast: boolean;
	readonly n: number;
	/** Undefined of one value. */
	readonly reach: Reach | undefined;
};

const LEVEL = 0.95;
/** The least of so many values and the greatest hold the median with 97 %; of five with 94 %. */
const FEWEST_FOR_INTERVAL = 6;

/**
 * The median of repeats of one run. Below six repeats it has their range; from six on the interval
 * between two order statistics, whose level is exact for every continuous distribution (Thompson,
 * Ann. Math. Statist. 7, 1936). It holds the median of that run's repeats: what drifts from run to run
 * is not in it. A lower bound keeps its rank, so that the median is right, or is itself a lower bound.
 * Undefined of none.
 */
export function medianOf(repeats: readonly Repeat[]): Median | undefined {
	const n = repeats.length;
	if (n === 0) {
		return undefined;
	}

	// Of two that are equal the lower bound may be the greater.
	const sorted = repeats.toSorted(
		(a, b) => a.value - b.value || Number(a.isAtLeast ?? false) - Number(b.isAtLeast ?? false),
	);
	const middle = Math.floor(n / 2);
	return {
		median: (valueAt(sorted, Math.ceil(n / 2) - 1) + valueAt(sorted, middle)) / 2,
		isAtLeast: isOpenUpTo(sorted, middle),
		n,
		reach: n === 1 ? undefined : reachOf(sorted),
	};
}

function reachOf(sorted: readonly Repeat[]): Reach {
	const n = sorted.length;
	let left = 0;
	// Beyond the interval lie `left` values to each side.
	while (n >= FEWEST_FOR_INTERVAL && levelWithout(left + 1, n) >= LEVEL) {
		left++;
	}

	return {
		low: valueAt(sorted, left),
		high: valueAt(sorted, n - 1 - left),
		isOpen: isOpenUpTo(sorted, n - 1 - left),
		level: n < FEWEST_FOR_INTERVAL ? undefined : levelWithout(left, n),
	};
}

/** Of the interval that leaves out `left` of `n` values to each side. */
function levelWithout(left: number, n: number): number {
	return 1 - 2 * fewHeads(left, n);
}

/** A lower bound at or below a rank may in truth lie above it. */
function isOpenUpTo(sorted: readonly Repeat[], index: number): boolean {
	return sorted.slice(0, index + 1).some(({isAtLeast}) => isAtLeast ?? false);
}

function valueAt(sorted: readonly Repeat[], index: number): number {
	return (sorted[index] as Repeat).value;
}
