// The centre of disturbed values.
import {median} from 'simple-statistics';

/**
 * The median of the means of all pairs of `values` (Hodges and Lehmann 1963): nearly as sure as the
 * mean where nothing disturbs, and unmoved where the machine is taken away from fewer than 29 % of
 * them. Undefined of none.
 */
export function hodgesLehmann(values: readonly number[]): number | undefined {
	if (values.length === 0) {
		return undefined;
	}

	const means: number[] = [];
	values.forEach((value, index) => {
		for (let other = index; other < values.length; other++) {
			means.push((value + (values[other] as number)) / 2);
		}
	});
	return median(means);
}
