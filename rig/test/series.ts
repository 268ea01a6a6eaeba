// What a series of comparisons counts.
import test from 'ava';
import {countFalse, countFound, type Played} from '../method/aa.js';
import {compareSides} from '../method/comparison.js';

/** A comparison at two counts whose CPU ratios are these, within half a per cent. */
function played(...ratios: [number, number]): Played {
	const comparison = compareSides(
		ratios.map((ratio, x) => ({
			name: 'x',
			x,
			measures: {
				cpu: {
					kind: 'paired' as const,
					logs: [-0.001, 0, 0.001, 0].map(noise => Math.log(ratio) + noise),
				},
			},
		})),
		0.03,
		() => 'less',
	);
	return {comparison, cells: []};
}

test('a comparison is false where any of its ratios is', t => {
	const found = countFalse(
		[played(1, 1), played(1, 1.06), played(0.94, 1.06), played(1.01, 0.99)],
		['cpu'],
	);
	t.like(found, {comparisons: 4, falseComparisons: 2, ratios: 8, falseRatios: 3});
	t.true(found.reach.median > 0 && found.reach.median < 0.01);
});

test('what is planted is found where every point finds it, and held where every interval holds it', t => {
	const findings = countFound(
		[played(1.05, 1.05), played(1.05, 1.08), played(1.05, 1), played(0.95, 0.95)],
		0.05,
		'cpu',
	);
	t.deepEqual(findings, {
		comparisons: 4,
		found: 2,
		held: 1,
		points: 8,
		pointsFound: 5,
		pointsHeld: 4,
	});
});

test('nothing played is nothing false', t => {
	t.deepEqual(countFalse([], ['rate', 'cpu']), {
		comparisons: 0,
		falseComparisons: 0,
		ratios: 0,
		falseRatios: 0,
		reach: {median: 0, p95: 0},
		drift: {rate: 0, cpu: 0},
		inSequence: {ratios: 0, falseRatios: 0, reach: {median: 0, p95: 0}},
	});
});
