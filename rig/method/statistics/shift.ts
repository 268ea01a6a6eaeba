// What the points of two runs in sequence share: the machine was faster, or slower, the second time.
import {mean, median} from 'simple-statistics';
import type {Variance} from './interval.js';

/** A value with the variance of its error. */
export type Estimated = {readonly value: number; readonly error: Variance};

/** Of fewer points nobody can tell which of them moved, and which stayed. */
const FEWEST = 5;
/** Standard errors within which points agree: what differs by less moves the shift by little. */
const AGREE = 2;
/** Points are left out by what they say, so that the mean of the rest is less sure than of as many others. */
const CAUTION = 1.5;
const MOST_ROUNDS = 10;

/**
 * The mean of the points that agree: more than half of all of them, around their median, so that
 * points which truly differ do not move it. Undefined where no more than half agree, or of fewer than
 * five points: there is no common shift then.
 */
export function shiftOf(points: readonly Estimated[]): Estimated | undefined {
	if (points.length < FEWEST) {
		return undefined;
	}

	const variance = mean(points.map(({error}) => error.variance));
	let agreeing = points;
	let value = median(points.map(point => point.value));
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const centre = value;
		agreeing = points.filter(point => (point.value - centre) ** 2 <= AGREE ** 2 * variance);
		if (agreeing.length <= points.length / 2) {
			return undefined;
		}

		value = mean(agreeing.map(point => point.value));
	}

	const freedom = agreeing.reduce((sum, {error}) => sum + error.freedom, 0);
	return {value, error: {variance: (CAUTION * variance) / agreeing.length, freedom}};
}
