// The centre of disturbed values.

/**
 * The median of the means of all pairs of `values` (Hodges and Lehmann 1963): nearly as sure as the
 * mean where nothing disturbs, and unmoved where the machine is taken away from fewer than 29 % of
 * them. Undefined of none.
 *
 * The means of all pairs of an hour's slices would be ten thousand million: they are counted, never
 * made. How many of them are at most x takes one pass over the sorted values; x is found by bisection,
 * down to the last bit.
 */
export function hodgesLehmann(values: readonly number[]): number | undefined {
	if (values.length === 0) {
		return undefined;
	}

	const sorted = Float64Array.from(values).sort();
	const means = (sorted.length * (sorted.length + 1)) / 2;
	const lower = meanOfRank(sorted, Math.floor((means + 1) / 2));
	return means % 2 === 1 ? lower : (lower + meanOfRank(sorted, means / 2 + 1)) / 2;
}

/** The mean of a pair that is the `rank`th, from 1, among all of them in order. */
function meanOfRank(sorted: Float64Array, rank: number): number {
	let [low = 0, high = low] = [sorted[0], sorted.at(-1)];
	if (countUpTo(sorted, low) >= rank) {
		return low;
	}

	for (;;) {
		const middle = (low + high) / 2;
		if (middle <= low || middle >= high) {
			return high;
		}

		if (countUpTo(sorted, middle) >= rank) {
			high = middle;
		} else {
			low = middle;
		}
	}
}

/** How many pairs, each value with itself too, have a mean of at most `most`. */
function countUpTo(sorted: Float64Array, most: number): number {
	let count = 0;
	let last = sorted.length - 1;
	for (let first = 0; first <= last; first++) {
		const value = sorted[first] as number;
		while (last >= first && (value + (sorted[last] as number)) / 2 > most) {
			last--;
		}

		count += last - first + 1;
	}

	return count;
}
