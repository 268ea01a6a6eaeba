// What a ratio with its interval says.
import type {Interval} from './law.js';

/** `same`: within the effect that was asked for, to either side. */
export const verdicts = ['faster', 'slower', 'same', 'cannot tell'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * The verdict on a ratio of speeds. What lies wholly within `effect` of 1 is the same, also where it
 * does not hold 1: a difference that nobody would act on.
 */
export function judgeSpeed({low, high}: Interval, effect: number): Verdict {
	if (low >= 1 / (1 + effect) && high <= 1 + effect) {
		return 'same';
	}

	return low > 1 ? 'faster' : high < 1 ? 'slower' : 'cannot tell';
}

/** The verdict on a ratio of costs: less is faster. */
export function judgeCost({low, high, value}: Interval, effect: number): Verdict {
	return judgeSpeed({value: 1 / value, low: 1 / high, high: 1 / low}, effect);
}
