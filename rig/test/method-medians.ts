// Intervals of medians hold the planted median at the level that they say, and lower bounds keep their rank.
import test from 'ava';
import fc from 'fast-check';
import {medianOf} from '../method/statistics/median.js';
import {heavyDraws, many, noiseOf, normalDraws, perCent, shareOf} from './helpers/draws.js';

const DRAWS = 4000;

test('none is nothing, one has no bar, two to five have their range', t => {
	t.is(medianOf([]), undefined);
	t.deepEqual(medianOf([{value: 5}]), {median: 5, isAtLeast: false, n: 1, reach: undefined});
	t.deepEqual(medianOf([{value: 7}, {value: 5}])?.reach, {
		low: 5,
		high: 7,
		isOpen: false,
		level: undefined,
	});
	t.is(medianOf(many(5, value => ({value})))?.reach?.level, undefined);
});

test('from six on the level is that of the order statistics', t => {
	const reachOf = (n: number) => medianOf(many(n, value => ({value})))?.reach;
	t.like(reachOf(6), {low: 0, high: 5});
	t.true(Math.abs((reachOf(6)?.level ?? 0) - (1 - 2 / 2 ** 6)) < 1e-12);
	t.like(reachOf(8), {low: 0, high: 7});
	t.true(Math.abs((reachOf(8)?.level ?? 0) - (1 - 2 / 2 ** 8)) < 1e-12);
	t.like(reachOf(9), {low: 1, high: 7});
	t.true(Math.abs((reachOf(9)?.level ?? 0) - (1 - 20 / 2 ** 9)) < 1e-12);
});

for (const [name, draw] of [
	['normal', normalDraws(1)],
	['heavy', heavyDraws(2)],
] as const) {
	for (const n of [3, 5, 6, 8, 20]) {
		test(`what is said of a median of ${n} is so: ${name} errors`, t => {
			let level: number | undefined;
			const held = shareOf(DRAWS, () => {
				const reach = medianOf(many(n, () => ({value: 10 + draw()})))?.reach;
				level = reach?.level;
				return reach !== undefined && reach.low <= 10 && reach.high >= 10;
			});
			t.log(`${n} repeats, ${level === undefined ? 'range' : perCent(level)}: ${perCent(held)}`);
			// Of the range of n nothing is promised; it holds the median with 1 - 2 / 2 ** n.
			const expected = level ?? 1 - 2 / 2 ** n;
			t.true(Math.abs(held - expected) < noiseOf(expected, DRAWS), perCent(held));
		});
	}
}

test('a lower bound above the median leaves it exact; at or below, it is a lower bound itself', t => {
	const repeats = (...bounds: number[]) =>
		[10, 11, 12, 13, 14].map(value => ({value, isAtLeast: bounds.includes(value)}));
	t.like(medianOf(repeats(13, 14)), {median: 12, isAtLeast: false, reach: {isOpen: true}});
	t.like(medianOf(repeats(12)), {median: 12, isAtLeast: true});
	t.like(medianOf(repeats(10)), {median: 12, isAtLeast: true});
	t.like(medianOf(repeats()), {isAtLeast: false, reach: {isOpen: false}});
	t.like(medianOf([{value: 10}, {value: 11, isAtLeast: true}]), {median: 10.5, isAtLeast: true});
	t.like(medianOf([{value: 10, isAtLeast: true}, {value: 10}, {value: 11}]), {isAtLeast: true});
	t.like(medianOf([{value: 9}, {value: 10, isAtLeast: true}, {value: 10}]), {isAtLeast: false});
});

test('whatever bounds stand for, the true median is as is said', t => {
	const hidden = fc.record({
		value: fc.integer({min: 0, max: 20}),
		more: fc.integer({min: 0, max: 9}),
	});
	t.notThrows(() => {
		fc.assert(
			fc.property(fc.array(hidden, {minLength: 1, maxLength: 12}), cells => {
				const shown = medianOf(cells.map(({value, more}) => ({value, isAtLeast: more > 0})));
				const truth = medianOf(cells.map(({value, more}) => ({value: value + more})));
				if (shown === undefined || truth === undefined) {
					return false;
				}

				const isRight = shown.isAtLeast
					? truth.median >= shown.median
					: truth.median === shown.median;
				const isHigh = shown.reach?.isOpen === false && truth.reach?.high !== shown.reach.high;
				return isRight && !isHigh && (truth.reach?.low ?? 0) >= (shown.reach?.low ?? 0);
			}),
		);
	});
});
