// What an A/A series certifies, what slices say in either order, and what drift is.
import test from 'ava';
import {countHolding, pooledRatio, shareAtMost} from '../method/statistics/aa.js';
import {logsByBlock} from '../method/statistics/baseline.js';
import {driftOf} from '../method/statistics/drift.js';
import {meanInterval} from '../method/statistics/interval.js';
import {centreOf, type Slice} from '../method/statistics/slices.js';
import {seededRandom} from '../method/random.js';
import {many, noiseOf, normalDraws, perCent, shareOf} from './helpers/draws.js';

const random = seededRandom(9);
const normal = normalDraws(3);
const rateOf = ([, seconds, operations]: Slice) => operations / seconds;

/** Quadruples of a B that is `ratio` times as fast, on a machine that drifts and favours places inside. */
function slices(quadruples: number, {ratio, inside, opensA}: Record<string, number>): Slice[] {
	let speed = 20_000;
	return many(quadruples, () => (random() < (opensA ?? 0.5) ? [0, 1, 1, 0] : [1, 0, 0, 1])).flatMap(
		order =>
			order.map((side, place): Slice => {
				speed *= 1.0005;
				const taken = random() < 0.02 ? 0.3 : 1;
				const gain = (side === 1 ? (ratio ?? 1) : 1) * (place % 3 === 0 ? 1 : (inside ?? 1));
				return [side === 1 ? 1 : 0, 1, speed * taken * gain * (1 + 0.02 * normal()), 1];
			}),
	);
}

test('a planted ratio comes back in either order, and what a place is worth is not in it', t => {
	for (const ratio of [0.8, 1, 1.05]) {
		for (const opensA of [0.5, 0.8]) {
			const found = centreOf(slices(800, {ratio, inside: 1.02, opensA}), rateOf);
			t.true(Math.abs(Math.exp(found?.log ?? 9) / ratio - 1) < 0.004, `${found?.log ?? NaN}`);
			t.true(
				Math.abs((found?.position ?? 9) - Math.log(1.02)) < 0.004,
				`${found?.position ?? NaN}`,
			);
		}
	}
});

test('with A at both ends of every quadruple the bias is there, and nobody can see it', t => {
	const found = centreOf(slices(800, {ratio: 1, inside: 1.02, opensA: 1}), rateOf);
	t.is(found?.position, undefined);
	t.true(Math.abs((found?.log ?? 0) - Math.log(1.02)) < 0.004);
});

test('the effect of places is a mean over duets, with its interval', t => {
	const of = (inside: number) =>
		meanInterval(
			many(20, () => centreOf(slices(100, {inside}), rateOf)?.position ?? NaN),
			0.95,
		);
	const [none, some] = [of(1), of(1.01)];
	t.true(none !== undefined && none.low < 0 && none.high > 0);
	t.true(some !== undefined && some.low > 0 && some.high < 0.02);
});

test('quadruples that are not whole, not balanced, or have an empty slice are left out', t => {
	const whole = slices(10, {ratio: 1.1});
	const expected = centreOf(whole, rateOf);
	const slice = (side: 0 | 1, operations = 100): Slice => [side, 1, operations, 1];
	for (const rest of [
		whole.slice(0, 3),
		[slice(0), slice(0), slice(1), slice(1)],
		[slice(0, 0), slice(1), slice(1), slice(0)],
	]) {
		t.deepEqual(centreOf([...whole, ...rest], rateOf), expected);
		t.is(centreOf(rest, rateOf), undefined);
	}
});

test('of 0 in 20 a rate of 14 % is possible, and the bound holds', t => {
	t.is(shareAtMost(0, 20).atMost.toFixed(3), '0.139');
	t.is(shareAtMost(20, 20).atMost, 1);
	t.deepEqual(
		[0.01, 0.05, 0.1].map(rate => {
			const held = shareOf(
				2000,
				() =>
					shareAtMost(many(20, () => random() < rate).filter(Boolean).length, 20).atMost >= rate,
			);
			t.log(`${rate}: ${perCent(held)}`);
			return held >= 0.95 - noiseOf(0.05, 2000);
		}),
		[true, true, true],
	);
});

test('the pooled ratio shows a bias far below the smallest effect', t => {
	const pooled = pooledRatio(many(60, () => -0.0042 + 0.006 * normal()));
	t.true(pooled !== undefined && pooled.high < 1 && pooled.low > 0.99);
	t.is(pooledRatio([0.1]), undefined);
});

test('intervals that hold 1 are counted', t => {
	t.deepEqual(
		countHolding([
			{low: 0.9, high: 1.1},
			{low: 1.01, high: 1.1},
			{low: 0.9, high: 1},
		]),
		{
			found: 2,
			of: 3,
		},
	);
});

test('drift is known from ten comparisons on, with their degrees of freedom', t => {
	const series = (n: number) => many(n, () => 1000 * Math.exp(0.03 * normal()));
	t.is(driftOf([series(9), []]), undefined);
	t.is(driftOf([series(12), series(10)])?.freedom, 9);
	const drift = driftOf([series(400), series(400)]);
	t.true(Math.abs((drift?.sd ?? 0) - 0.03) < 0.003, `${drift?.sd ?? NaN}`);
});

test('block by block, only blocks that have both', t => {
	t.deepEqual(logsByBlock([100, undefined, 50, 10], [100, 7, 25, undefined]), [0, Math.log(0.5)]);
	t.deepEqual(logsByBlock([1, 0], [2]), [Math.log(2)]);
});
