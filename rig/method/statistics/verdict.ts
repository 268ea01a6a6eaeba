// What an interval says of two sides.

/** `same`: within the smallest effect that matters, to either side. */
export type Verdict = 'better' | 'worse' | 'same' | 'cannot tell';

/** Which direction of a measure is better. */
export type Direction = 'more' | 'less';

/** What verdicts are called of a rate, and of time or processor time. */
export const speedWords = {
	better: 'faster',
	worse: 'slower',
	same: 'same',
	'cannot tell': 'cannot tell',
} as const satisfies Record<Verdict, string>;

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
		return better === 'more' ? 'better' : 'worse';
	}

	return high < 0 ? (better === 'more' ? 'worse' : 'better') : 'cannot tell';
}
