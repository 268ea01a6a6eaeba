// The arithmetic of a comparison, on made-up numbers.
import test from 'ava';
import {describeRatio, summariseRatios} from '../ratio.js';

test('drift that both sides of a pair share leaves the ratio alone', t => {
	const speeds = [100, 250, 40, 170, 90, 300];
	const ratio = summariseRatios(speeds.map(speed => [speed * 0.75, speed] as const));
	t.deepEqual(
		ratio.ratios,
		Array.from(speeds, () => 0.75),
	);
	t.is(describeRatio(ratio), 'median 0.750, 96 % interval 0.750 to 0.750');
});

test('below six pairs of processes the reach is called a range, and one has none', t => {
	const few = summariseRatios([
		[2, 1],
		[3, 1],
		[4, 1],
		[1000, 1],
		[1, 1],
	]);
	t.deepEqual(few.ratios, [2, 3, 4, 1000, 1]);
	t.is(describeRatio(few), 'median 3.000, range of 5 1.000 to 1000.000');
	t.is(describeRatio(summariseRatios([[1, 2]])), 'median 0.500, of one pair of processes');
	t.throws(() => summariseRatios([]), {message: 'there is no pair to compare'});
});
