// Ratios hold what was planted at the rate that they promise, and verdicts say what intervals say.
import test from 'ava';
import {median} from 'simple-statistics';
import {compareSides} from '../method/comparison.js';
import {hodgesLehmann} from '../method/hodges-lehmann.js';
import {seededRandom} from '../method/random.js';
import {independentRatio, pairedRatio, repeatsFor} from '../method/ratio.js';
import {judgeCost, judgeSpeed, type Verdict} from '../method/verdict.js';

const DRAWS = 2000;
const better = (measure: string) => (measure === 'rate' ? 'more' : 'less');
const RATIO = 0.9;
const random = seededRandom(2002);

/** Box and Muller 1958. */
function normal(): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function values(n: number, centre: number, spread: number): number[] {
	return Array.from({length: n}, () => centre * Math.exp(spread * normal()));
}

test('an interval of pairs holds the planted ratio in 95 % of draws', t => {
	let held = 0;
	for (let draw = 0; draw < DRAWS; draw++) {
		const ratio = pairedRatio(
			values(6, RATIO, 0.02).map(value => Math.log(value)),
			0.95,
		);
		held += ratio && ratio.low <= RATIO && ratio.high >= RATIO ? 1 : 0;
	}

	t.true(held > 0.935 * DRAWS && held < 0.965 * DRAWS, `${held} of ${DRAWS}`);
});

test('an interval of two sides holds it too, also where one side is noisier, and drifts', t => {
	let held = 0;
	const drift = 0.03;
	for (let draw = 0; draw < DRAWS; draw++) {
		const a = values(5, Math.exp(drift * normal()), 0.01);
		const b = values(8, RATIO * Math.exp(drift * normal()), 0.04);
		const ratio = independentRatio(a, b, {level: 0.95, drift});
		held += ratio && ratio.low <= RATIO && ratio.high >= RATIO ? 1 : 0;
	}

	t.true(held > 0.935 * DRAWS, `${held} of ${DRAWS}`);
});

test('one value, or none, makes no ratio', t => {
	t.is(pairedRatio([], 0.95), undefined);
	t.is(pairedRatio([0.1], 0.95), undefined);
	t.is(independentRatio([1], [1, 2], {level: 0.95}), undefined);
});

test('so many repeats as it says are enough, and one less is not', t => {
	const reach = (n: number) => {
		const logs = Array.from({length: n}, (_, index) => (index % 2 === 0 ? 0.05 : -0.05));
		return pairedRatio(logs, 0.95);
	};
	const spread = 0.05;
	const needed = repeatsFor(0.03, spread, 0.95);
	t.true(needed > 2 && needed < 40, String(needed));
	t.true((reach(2 * needed)?.high ?? 9) < 1.03);
	t.true((reach(Math.floor(needed / 2))?.high ?? 0) > 1.03);
});

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

const cases: Array<[low: number, high: number, speed: Verdict, cost: Verdict]> = [
	[0.9, 0.95, 'slower', 'faster'],
	[1.05, 1.1, 'faster', 'slower'],
	[0.98, 1.02, 'same', 'same'],
	[1.005, 1.02, 'same', 'same'],
	[0.95, 1.02, 'cannot tell', 'cannot tell'],
	[0.9, 1.2, 'cannot tell', 'cannot tell'],
	[1.01, 1.06, 'faster', 'slower'],
	[0.94, 0.99, 'slower', 'faster'],
];
for (const [low, high, speed, cost] of cases) {
	test(`${low} to ${high} of a speed is ${speed}, of a cost ${cost}`, t => {
		t.is(judgeSpeed({value: (low + high) / 2, low, high}, 0.03), speed);
		t.is(judgeCost({value: (low + high) / 2, low, high}, 0.03), cost);
	});
}

test('in a comparison of nothing with itself at most one in twenty has a false verdict', t => {
	let wrong = 0;
	for (let draw = 0; draw < DRAWS; draw++) {
		const samples = () => ({
			kind: 'paired' as const,
			logs: values(5, 1, 0.04).map(value => Math.log(value)),
		});
		const points = Array.from({length: 5}, (_, x) => ({
			name: 'x',
			x,
			measures: {rate: samples(), cpu: samples()},
		}));
		const {points: found, tests} = compareSides(points, 0.03, better);
		t.is(tests, 10);
		wrong += found.some(({measures}) =>
			Object.values(measures).some(({verdict}) => verdict === 'faster' || verdict === 'slower'),
		)
			? 1
			: 0;
	}

	t.true(wrong <= 0.05 * DRAWS, `${wrong} of ${DRAWS}`);
});

test('a drift that nobody knows leaves no verdict', t => {
	const samples = {kind: 'independent' as const, a: [1, 1.001, 1.002], b: [2, 2.001, 2.002]};
	const verdictWith = (drift: number | undefined) =>
		compareSides([{name: 'x', x: 0, measures: {rate: {...samples, drift}}}], 0.03, better).points[0]
			?.measures['rate']?.verdict;
	t.is(verdictWith(undefined), 'cannot tell');
	t.is(verdictWith(0.01), 'faster');
	t.is(verdictWith(1), 'cannot tell');
});

test('the centre is the median of the means of all pairs, also of as many as an hour has', t => {
	for (const n of [1, 2, 5, 20, 21, 200]) {
		const few = values(n, 1, 0.3);
		const means = few.flatMap((value, index) => few.slice(index).map(other => (value + other) / 2));
		t.is(hodgesLehmann(few), median(means));
	}

	const many = values(150_000, 1, 0.1);
	t.true(Math.abs((hodgesLehmann(many) ?? 0) - (hodgesLehmann(many.slice(0, 2000)) ?? 0)) < 0.02);
});
