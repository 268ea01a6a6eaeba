// Medians and their intervals.
import test from 'ava';
import fc from 'fast-check';
import {estimate} from '../method/estimate.js';

test('nothing yields nothing', t => {
	t.is(estimate([]), undefined);
});

test('of one or two repeats the interval is the least and the greatest value', t => {
	t.deepEqual(estimate([5]), {median: 5, low: 5, high: 5, n: 1});
	t.deepEqual(estimate([7, 5]), {median: 6, low: 5, high: 7, n: 2});
});

test('the same values give the same interval', t => {
	const values = [3, 1, 4, 1, 5, 9, 2, 6];
	t.deepEqual(estimate(values), estimate(values));
});

test('the median lies in the interval, and the interval among the values', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 0, max: 1e6}), {minLength: 1, maxLength: 12}), values => {
			const {median, low, high} = estimate(values) ?? {median: Number.NaN, low: 0, high: 0};
			t.true(low <= median && median <= high);
			t.true(low >= Math.min(...values) && high <= Math.max(...values));
		}),
		{numRuns: 30},
	);
});

test('more repeats of one distribution narrow the interval', t => {
	const spread = (n: number) => Array.from({length: n}, (_, index) => (index * 37) % 100);
	const width = (n: number) => {
		const {low, high} = estimate(spread(n)) ?? {low: 0, high: Infinity};
		return high - low;
	};
	t.true(width(100) < width(10));
});
