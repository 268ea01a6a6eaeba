// Comparisons, and the centre of disturbed ratios.
import test from 'ava';
import {median} from 'simple-statistics';
import {compareSides, judgedOf} from '../method/comparison.js';
import {hodgesLehmann} from '../method/hodges-lehmann.js';
import {bisectCodeOf, exitCodeOf, readFailOn} from '../commands/verdict-options.js';
import {many, normalDraws} from './helpers/draws.js';

const normal = normalDraws(2002);

function values(n: number, centre: number, spread: number): number[] {
	return many(n, () => centre * Math.exp(spread * normal()));
}

test('the centre is not moved by values in which the machine was taken away', t => {
	t.is(hodgesLehmann([]), undefined);
	t.is(hodgesLehmann([3]), 3);
	t.is(hodgesLehmann([0, 0, 4]), 1);
	t.is(hodgesLehmann([1, 1, 1, 1]), 1);
	const good = values(200, 1, 0.01);
	const centre = hodgesLehmann(good) ?? 0;
	const disturbed = hodgesLehmann([...good, ...values(40, 30, 0.5)]) ?? 0;
	t.true(Math.abs(centre - 1) < 0.005, String(centre));
	t.true(Math.abs(disturbed - 1) < 0.01, String(disturbed));
});

test('points and laws are one family', t => {
	const sure = [0.1, 0.101, 0.099];
	const {tests, points, laws, level} = compareSides(
		[0, 1].map(x => ({
			...{name: 'x', x},
			measures: {
				rate: {kind: 'paired' as const, differences: sure},
				cpu: {kind: 'paired' as const, differences: [0.1]},
			},
		})),
		[{name: 'x', a: 1, b: 2, samples: {kind: 'paired', differences: [1, 1.01, 0.99]}}],
		0.03,
		measure => (measure === 'rate' ? 'more' : 'less'),
	);
	t.is(tests, 3);
	t.true(Math.abs(level - (1 - 0.05 / 3)) < 1e-12);
	t.deepEqual(
		points.map(({measures}) => [measures['rate']?.verdict, measures['cpu']?.verdict]),
		many(2, () => ['faster', undefined]),
	);
	t.like(laws[0], {a: 1, b: 2, verdict: 'slower'});
});

test('what ends with a status of its own may be a list, and what has no interval cannot be told', t => {
	const comparison = compareSides(
		[{name: 'x', x: 0, measures: {rate: {kind: 'paired', differences: [0.1]}}}],
		[],
		0.03,
		() => 'more',
	);
	t.is(judgedOf(comparison).length, 1);
	t.is(exitCodeOf(comparison, readFailOn(undefined)), 0);
	t.is(exitCodeOf(comparison, readFailOn('slower')), 0);
	t.is(exitCodeOf(comparison, readFailOn('slower, cannot tell')), 3);
	t.throws(() => readFailOn('slow'), {
		message: /no verdict; there are faster, slower, same, cannot tell/,
	});
});

test('the centre is the median of the means of all pairs, also of as many as an hour has', t => {
	for (const n of [1, 2, 5, 20, 21, 200]) {
		const few = values(n, 1, 0.3);
		const means = few.flatMap((value, index) => few.slice(index).map(other => (value + other) / 2));
		t.is(hodgesLehmann(few), median(means));
	}

	const hour = values(150_000, 1, 0.1);
	t.true(Math.abs((hodgesLehmann(hour) ?? 0) - (hodgesLehmann(hour.slice(0, 2000)) ?? 0)) < 0.02);
});

test('git bisect: worse is bad, and what has no verdict is neither good nor bad', t => {
	const codeOf = (...points: Array<Record<string, readonly number[]>>) =>
		bisectCodeOf(
			compareSides(
				points.map((measures, x) => ({
					...{name: 'x', x},
					measures: Object.fromEntries(
						Object.entries(measures).map(([name, differences]) => [
							name,
							{kind: 'paired' as const, differences},
						]),
					),
				})),
				[],
				0.03,
				() => 'less',
			),
			readFailOn('slower'),
		);
	const [same, worse, once] = [[0, 0.001, -0.001], [0.1, 0.101, 0.099], [0]];
	t.is(codeOf({cpu: same}), 0);
	t.is(codeOf({cpu: same}, {cpu: worse}), 1);
	t.is(codeOf({cpu: same}, {cpu: once}), 125);
	t.is(codeOf({cpu: same}, {}), 125, 'a point without a value');
	t.is(codeOf(), 125);
});
