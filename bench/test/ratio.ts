// The arithmetic of a comparison, on made-up numbers.
import test from 'ava';
import {summariseRatios} from '../ratio.js';

test('drift that both sides of a pair share leaves the ratio alone', t => {
	const speeds = [100, 250, 40, 170, 90, 300, 220, 60, 130, 110];
	const ratio = summariseRatios(speeds.map(speed => [speed * 0.75, speed] as const));
	t.deepEqual(ratio, {ratios: speeds.map(() => 0.75), median: 0.75, low: 0.75, high: 0.75});
});

test('the median is of the ratios, whatever one pair did', t => {
	const ratio = summariseRatios([
		[2, 1],
		[3, 1],
		[4, 1],
		[1000, 1],
		[1, 1],
	]);
	t.deepEqual(ratio.ratios, [2, 3, 4, 1000, 1]);
	t.is(ratio.median, 3);
});

test('the interval is that of the median: narrower with more pairs, and always the same', t => {
	const spread = (count: number) =>
		summariseRatios(Array.from({length: count}, (_, index) => [90 + (index % 21), 100] as const));
	const few = spread(21);
	const many = spread(21 * 20);
	t.is(few.median, 1);
	t.true(few.low < 1 && few.high > 1);
	t.true(few.low >= 0.9 && few.high <= 1.1);
	t.true(many.high - many.low < (few.high - few.low) / 2);
	t.deepEqual(spread(21), few);
});
