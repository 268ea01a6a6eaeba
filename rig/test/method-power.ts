// What is found of a planted effect, and that the planned repeats lead to a verdict.
import test from 'ava';
import {type Compared, judge} from '../method/statistics/judge.js';
import {many, noiseOf, normalDraws, perCent, shareOf} from './helpers/draws.js';

const EFFECT = 0.03;
const normal = normalDraws(21);

/** Points of pairs, in which B is `planted` times A. */
function pairs(
	points: number,
	n: number,
	{planted, spread}: {planted: number; spread: number},
): Compared[] {
	return many(points, index => ({
		samples: {kind: 'paired', differences: many(n, () => Math.log(planted) + spread * normal())},
		...{measure: `${index % 2}`, better: 'more'},
	}));
}

/** Points of two runs in sequence; the first of them is `planted` times as fast in B, all `everywhere`. */
function sequence(
	n: number,
	{planted = 1, everywhere = 1}: {planted?: number; everywhere?: number},
) {
	const [a, b] = [0.03 * normal(), 0.03 * normal() + Math.log(everywhere)];
	return many(15, (index): Compared => ({
		samples: {
			kind: 'sequence',
			a: many(n, () => Math.exp(a + 0.015 * normal())),
			b: many(n, () => Math.exp(b + (index === 0 ? Math.log(planted) : 0) + 0.015 * normal())),
			drift: {sd: 0.03, freedom: 19},
		},
		...{measure: 'rate', better: 'more'},
	}));
}

/** What is found in four of five cases: an effect of so many spreads of a single pair. */
for (const [n, points, effect] of [
	[3, 6, 9],
	[3, 10, 11],
	[5, 6, 3],
	[5, 10, 3.4],
	[5, 30, 2.7],
	[5, 210, 3],
	[8, 6, 1.9],
	[8, 10, 2],
	[8, 30, 2],
] as const) {
	test(`found by ${n} pairs at ${points} points: an effect of ${effect} spreads`, t => {
		const setting = {planted: 1.05, spread: Math.log(1.05) / effect};
		const families = Math.ceil(600 / points);
		const found = many(families, () => judge(pairs(points, n, setting), {effect: EFFECT}).points);
		const share =
			found.flat().filter(point => point?.verdict === 'faster').length / (families * points);
		t.log(perCent(share));
		t.true(share >= 0.8, perCent(share));
	});
}

for (const [n, planted] of [
	[3, 1.2],
	[5, 1.06],
	[8, 1.04],
] as const) {
	test(`found at one of 15 points of two runs in sequence, ${n} cells that spread by 1.5 %: ${planted}`, t => {
		const share = shareOf(
			100,
			() => judge(sequence(n, {planted}), {effect: EFFECT}).points[0]?.verdict === 'faster',
		);
		t.log(perCent(share));
		t.true(share >= 0.8, perCent(share));
	});
}

for (const [n, planted] of [
	[3, 1.3],
	[5, 1.11],
	[8, 1.08],
] as const) {
	test(`found at 10 points of ${n} runs or boots a side, that drift by 3 %: ${planted}`, t => {
		const families = many(60, () => {
			const [a, b] = [many(n, () => 0.03 * normal()), many(n, () => 0.03 * normal())];
			const runs = (logs: number[], factor: number) =>
				logs.map(log => factor * Math.exp(log + 0.01 * normal()));
			const family = many(10, (): Compared => ({
				samples: {kind: 'independent', a: runs(a, 1), b: runs(b, planted)},
				...{measure: 'rate', better: 'more'},
			}));
			return judge(family, {effect: EFFECT}).points;
		});
		const share = families.flat().filter(point => point?.verdict === 'faster').length / (60 * 10);
		t.log(perCent(share));
		t.true(share >= 0.8, perCent(share));
	});
}

test('found by the shift of two runs that drift by 3 %: 22 % everywhere', t => {
	const share = shareOf(100, () => {
		const {shifts} = judge(sequence(5, {everywhere: 1.22}), {effect: EFFECT});
		return shifts.get('rate')?.verdict === 'faster';
	});
	t.log(perCent(share));
	t.true(share >= 0.8, perCent(share));
});

for (const n of [3, 5, 8]) {
	for (const points of [1, 10]) {
		test(`planned from ${n} pairs at ${points} points, repeats lead to a verdict in 80 % of cases`, t => {
			for (const planted of [1, Math.sqrt(1 + EFFECT), 1 + EFFECT]) {
				let [plans, done] = [0, 0];
				while (plans < 300) {
					const setting = {planted, spread: 0.03};
					const [first] = judge(pairs(points, n, setting), {effect: EFFECT}).points;
					const remedy = first?.remedy;
					if (remedy && 'repeats' in remedy) {
						const again = judge(pairs(points, remedy.repeats, setting), {effect: EFFECT});
						plans++;
						done += again.points[0]?.verdict === 'cannot tell' ? 0 : 1;
					}
				}

				t.log(`planted ${planted.toFixed(3)}: ${perCent(done / plans)}`);
				t.true(done / plans >= 0.8 - noiseOf(0.8, plans), `${done} of ${plans}`);
			}
		});
	}
}

test('where drift is the limit, no number of repeats is planned', t => {
	const cases = many(20, () => judge(sequence(3, {}).slice(0, 3), {effect: EFFECT}).points);
	const unsure = cases.flat().filter(point => point?.verdict === 'cannot tell');
	t.true(unsure.length > 0);
	for (const point of unsure) {
		t.deepEqual(point?.remedy, {instead: 'several runs a side, or a duet'});
	}
});

test('where the verdict is there, nothing is planned', t => {
	t.is(
		shareOf(50, () => {
			const {points} = judge(pairs(1, 20, {planted: 1.2, spread: 0.01}), {effect: EFFECT});
			return points[0]?.remedy === undefined;
		}),
		1,
	);
});
