// Laws hold what was planted, say where they do not fit, and are compared without false differences.
import test from 'ava';
import {type Compared, judge} from '../method/statistics/judge.js';
import {bracketKnee} from '../method/statistics/knee.js';
import {lawOf, linesOf} from '../method/statistics/law.js';
import type {Interval} from '../method/statistics/interval.js';
import type {Point} from '../method/statistics/line.js';
import {many, noiseOf, normalDraws, perCent, shareOf} from './helpers/draws.js';

const DRAWS = 1000;
const COUNTS = [0, 800, 5000, 10_000, 15_000];
const FIXED = 5.5;
const EACH = 0.003;
/** What poll was found to miss its line by, in `quick`. */
const BENT = [0.05, -0.09, -0.02, -0.02, 0.11];
const STRAIGHT = COUNTS.map(() => 0);
const normal = normalDraws(7);

/** Repeats of a curve; each is off as a whole, by `shared`. */
function curve(repeats: number, shared: number, bent: readonly number[] = STRAIGHT): Point[][] {
	return many(repeats, () => {
		const shift = shared * normal();
		return COUNTS.map((x, index) => ({
			x,
			y: (FIXED + EACH * x) * (1 + (bent[index] ?? 0)) * (1 + shift + 0.03 * normal()),
		}));
	});
}

for (const repeats of [3, 5, 8]) {
	for (const shared of [0, 0.04]) {
		test(`a law of ${repeats} repeats holds what was planted, each off by ${shared}`, t => {
			let [fixed, each, refuted] = [0, 0, 0];
			for (let draw = 0; draw < DRAWS; draw++) {
				const law = lawOf(curve(repeats, shared));
				fixed += holds(law?.fixed.interval, FIXED) ? 1 : 0;
				each += holds(law?.each.interval, EACH) ? 1 : 0;
				refuted += law?.holds === false ? 1 : 0;
			}

			t.log(
				`fixed ${perCent(fixed / DRAWS)}, each ${perCent(each / DRAWS)}; refuted ${perCent(refuted / DRAWS)}`,
			);
			for (const held of [fixed, each]) {
				t.true(Math.abs(held / DRAWS - 0.95) < noiseOf(0.05, DRAWS), String(held));
			}

			t.true(refuted / DRAWS < 0.05 + noiseOf(0.05, DRAWS), String(refuted));
		});
	}

	test(`of ${repeats} repeats a curve as bent as that of poll is found not to be straight`, t => {
		const found = shareOf(200, () => lawOf(curve(repeats, 0.04, BENT))?.holds === false);
		t.log(perCent(found));
		t.true(found >= 0.8, perCent(found));
	});
}

test('without noise law, misses and slopes are exact', t => {
	const law = lawOf(many(2, () => COUNTS.map(x => ({x, y: 2 + 0.5 * x}))));
	t.true(Math.abs((law?.fixed.value ?? 0) - 2) < 1e-9);
	t.true(Math.abs((law?.each.value ?? 0) - 0.5) < 1e-12);
	t.true(law?.misfit.misses.every(({share}) => Math.abs(share) < 1e-9));
	t.deepEqual(
		law?.slopes.map(({from, to}) => [from, to]),
		[
			[0, 800],
			[800, 5000],
			[5000, 10_000],
			[10_000, 15_000],
		],
	);
	t.true(law?.slopes.every(({value}) => Math.abs(value - 0.5) < 1e-9));
});

test('the line is weighed by relative errors: one large count that is off does not move the start', t => {
	const law = lawOf([[...COUNTS.map(x => ({x, y: 1 + 0.1 * x})), {x: 60_000, y: 1.1 * 6001}]]);
	t.true(Math.abs((law?.fixed.value ?? 0) - 1) < 0.01, String(law?.fixed.value));
});

test('one repeat has numbers and no intervals, two counts no law', t => {
	const law = lawOf([COUNTS.map(x => ({x, y: 1 + x}))]);
	t.like(law, {n: 1, holds: true, each: {interval: undefined}, misfit: {p: undefined}});
	t.true(law?.slopes.every(({interval}) => interval === undefined));
	t.is(lawOf(many(3, () => [1, 5].map(x => ({x, y: 1 + x})))), undefined);
});

test('a repeat that lost cells counts where three counts are left of it', t => {
	const [first = [], second = [], third = []] = curve(3, 0);
	t.is(lawOf([first, second.slice(1), third.slice(3)])?.n, 2);
	t.is(lawOf([first, second.slice(1), third.slice(3)])?.slopes.length, 4);
});

for (const runs of [3, 5, 8]) {
	test(`laws of ${runs} runs a side with nothing but drift differ in at most 5 % of families`, t => {
		const wrong = shareOf(1000, () => {
			// Two curves in each run: it is off in both.
			const {points, tests} = judge(
				many(2, () => laws(runs, EACH)),
				{effect: 0.03},
			);
			t.is(tests, 2);
			return points.some(found => found?.verdict !== 'cannot tell');
		});
		t.log(perCent(wrong));
		t.true(wrong < 0.05 + noiseOf(0.05, 1000), perCent(wrong));
	});
}

test('a planted difference of laws is found', t => {
	const found = shareOf(200, () => {
		const [law] = judge([laws(5, EACH * 1.25)], {effect: 0.03}).points;
		return law?.verdict === 'slower';
	});
	t.log(perCent(found));
	t.true(found >= 0.8, perCent(found));
});

test('one run a side is numbers without judgement, and not counted', t => {
	const {points, tests} = judge([laws(1, EACH), laws(3, EACH)], {effect: 0.03});
	t.is(tests, 1);
	t.like(points[0], {interval: undefined, verdict: undefined, n: 1});
});

test('the knee is between two measured counts, where a tenth is lost for good', t => {
	const at = (...ys: number[]) => bracketKnee(ys.map((y, index) => ({x: index * 100, y})));
	t.deepEqual(at(100, 95, 85, 50), {after: 100, before: 200});
	t.deepEqual(at(100, 80, 100, 95), {beyond: 300});
	t.deepEqual(at(100, 10), {after: 0, before: 100});
	t.is(at(100), undefined);
});

/** The slopes of runs that drift by 3 %, against those of runs with another law. */
function laws(runs: number, each: number): Compared {
	const slopesOf = (factor: number) => linesOf(curve(runs, 0.03)).map(line => line.each * factor);
	return {
		samples: {kind: 'independent', a: slopesOf(1), b: slopesOf(each / EACH)},
		...{measure: 'each', scale: 'difference', better: 'less'},
	};
}

function holds(interval: Interval | undefined, planted: number): boolean {
	return interval !== undefined && interval.low <= planted && planted <= interval.high;
}
