// What an interval says of two sides.

/** Of B; `same`: within the smallest effect that matters, to either side. A cost that is less is faster. */
export const verdicts = ['faster', 'slower', 'same', 'cannot tell'] as const;
export type Verdict = (typeof verdicts)[number];

/** Which direction of a measure is better. */
export type Direction = 'more' | 'less';

/**
 * The verdict on the interval of a difference, B less A (of logarithms, where it is a ratio). What
 * lies wholly within `effect` of 0 is the same, also where it does not hold 0: a difference that
 * nobody would act on. Without an effect nothing is the same.
 */
export function judgeInterval(
	{low, high}: {readonly low: number; readonly high: number},
	better: Direction,
	effect = 0,
): Verdict {
	if (effect > 0 && low >= -effect && high <= effect) {
		return 'same';
	}

	if (low > 0) {
		return better === 'more' ? 'faster' : 'slower';
	}

	return high < 0 ? (better === 'more' ? 'slower' : 'faster') : 'cannot tell';
}
