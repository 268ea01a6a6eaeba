// Verdicts say what their intervals say, in the direction that is better.
import test from 'ava';
import {type Compared, judge} from '../method/statistics/judge.js';
import {judgeInterval, type Verdict} from '../method/statistics/verdict.js';
import {moderate} from '../method/statistics/moderation.js';
import {many, normalDraws} from './helpers/draws.js';

const cases: Array<[low: number, high: number, more: Verdict, less: Verdict]> = [
	[0.9, 0.95, 'slower', 'faster'],
	[1.05, 1.1, 'faster', 'slower'],
	[0.98, 1.02, 'same', 'same'],
	[1.005, 1.02, 'same', 'same'],
	[0.95, 1.02, 'cannot tell', 'cannot tell'],
	[1.01, 1.06, 'faster', 'slower'],
];
for (const [low, high, more, less] of cases) {
	test(`${low} to ${high} is ${more} where more is better, ${less} where less is`, t => {
		const interval = {low: Math.log(low), high: Math.log(high)};
		t.is(judgeInterval(interval, 'more', Math.log(1.03)), more);
		t.is(judgeInterval(interval, 'less', Math.log(1.03)), less);
	});
}

const sure = [0.1, 0.101, 0.099, 0.1];

test('of a family, each has a level such that all hold together; single values are not in it', t => {
	const paired = (differences: number[], measure = 'rate'): Compared => ({
		samples: {kind: 'paired', differences},
		...{measure, better: 'more'},
	});
	const {points, tests, level} = judge(
		[paired(sure), paired([0.1]), paired([]), paired(sure, 'cpu')],
		{
			effect: 0.03,
		},
	);
	t.is(tests, 2);
	t.is(level, 0.975);
	t.like(points[0], {verdict: 'faster', n: 4, against: 'A', remedy: undefined});
	t.like(points[1], {verdict: undefined, interval: undefined, n: 1});
	t.is(points[2], undefined);
	t.true(Math.abs((points[0]?.value ?? 0) - Math.exp(0.1)) < 1e-9);
});

test('a difference is judged in its own unit, and has an effect only where one is given', t => {
	const slope = (effect?: number): Compared => ({
		samples: {kind: 'independent', a: [-0.2, 0, 0.2], b: [-0.1, 0.1, 0]},
		...{measure: 'each', better: 'less', scale: 'difference', ...(effect && {effect})},
	});
	const {points} = judge([slope(), slope(5)], {effect: 0.03});
	t.like(points[0], {verdict: 'cannot tell', remedy: undefined});
	t.like(points[1], {verdict: 'same'});
});

test('counts: two boots a side tell 0.5 %, because all points tell how far boots are apart', t => {
	const side = (index: number, by: number) =>
		[1, index % 2 === 0 ? 1.001 : 0.999].map(value => value * by);
	const points = (kind: 'counted' | 'independent'): Compared[] =>
		many(12, index => ({
			samples: {kind, a: side(index, 1), b: side(index + 1, index === 0 ? 1.01 : 1)},
			...{measure: 'instructions', better: 'less'},
		}));
	const verdictsOf = (kind: 'counted' | 'independent') =>
		judge(points(kind), {effect: 0.005}).points.map(point => point?.verdict);
	t.deepEqual(verdictsOf('counted'), ['slower', ...many(11, () => 'same' as const)]);
	t.true(verdictsOf('independent').includes('cannot tell'));
	// Boots that agree to the last digit have no spread at all.
	const exact: Compared = {
		samples: {kind: 'counted', a: [16_000, 16_000], b: [16_160, 16_160]},
		...{measure: 'instructions', better: 'less'},
	};
	t.like(judge([exact], {effect: 0.005}).points[0], {verdict: 'slower', n: 2});
});

test('counts: a line that is rough leaves the others their verdicts', t => {
	const points = (['epoll', 'poll'] as const).flatMap(line =>
		many(6, (index): Compared => {
			const off = line === 'poll' ? 0.05 : 0.001;
			const [high, low] = [1 + off, 1 - off];
			return {
				samples: {kind: 'counted', a: [1, index % 2 === 0 ? high : low], b: [high, 1]},
				...{measure: 'instructions', better: 'less', line},
			};
		}),
	);
	t.deepEqual(
		judge(points, {effect: 0.005}).points.map(point => point?.verdict),
		[...many(6, () => 'same' as const), ...many(6, () => 'cannot tell' as const)],
	);
});

/** Two runs whose cells hardly spread, the second of them 10 % faster, and more so at the first point. */
function sequence(points: number, drift: {sd: number; freedom: number} | undefined): Compared[] {
	return many(points, index => ({
		samples: {
			...{kind: 'sequence', drift, a: [1, 1.001, 1.002]},
			b: [1.1, 1.101, 1.102].map(value => value * (index === 0 ? 1.3 : 1)),
		},
		...{measure: 'rate', better: 'more'},
	}));
}

test('a drift that nobody knows leaves no verdict, and no interval', t => {
	const {points, tests} = judge(sequence(2, undefined), {effect: 0.03});
	t.is(tests, 0);
	t.like(points[1], {
		verdict: 'cannot tell',
		interval: undefined,
		remedy: {instead: 'several runs a side, or a duet'},
	});
	t.like(judge(sequence(2, {sd: 0.01, freedom: 20}), {effect: 0.03}).points[1], {
		verdict: 'faster',
		against: 'A',
	});
});

test('points of two runs are judged against what they share, and that against drift', t => {
	const unknown = judge(sequence(6, undefined), {effect: 0.03});
	t.is(unknown.tests, 6);
	t.like(unknown.points[0], {verdict: 'faster', against: 'shift'});
	t.like(unknown.points[1], {verdict: 'same', against: 'shift'});
	t.true(Math.abs((unknown.points[0]?.value ?? 0) - 1.3) < 1e-9);
	t.true(Math.abs((unknown.points[0]?.measured ?? 0) - 1.43) < 0.001);
	t.is(unknown.shifts.get('rate')?.verdict, 'cannot tell');
	const known = judge(sequence(6, {sd: 0.01, freedom: 20}), {effect: 0.03});
	t.is(known.tests, 7);
	t.is(known.shifts.get('rate')?.verdict, 'faster');
});

test('points that share nothing are judged against A', t => {
	const apart = sequence(6, undefined).map((point, index): Compared => {
		const {samples} = point;
		return samples.kind === 'sequence'
			? {...point, samples: {...samples, b: samples.b.map(value => value * 1.1 ** index)}}
			: point;
	});
	const {points, shifts} = judge(apart, {effect: 0.03});
	t.is(shifts.size, 0);
	t.true(points.every(point => point?.verdict === 'cannot tell' && point.against === 'A'));
});

test('variances are moderated towards each other, in order of size, from ten points of five repeats on', t => {
	const normal = normalDraws(4);
	const own = many(20, () => ({variance: Math.exp(0.7 * normal()), freedom: 4}));
	const moderated = moderate(own);
	const widest = (variances: typeof own) => {
		const all = variances.map(({variance}) => variance);
		return Math.max(...all) / Math.min(...all);
	};
	t.true(widest(moderated) < 0.8 * widest(own));
	t.true(moderated.every(({freedom}) => freedom > 4));
	t.deepEqual(moderate(own.slice(0, 9)), own.slice(0, 9));
	const few = many(20, () => ({variance: 1, freedom: 3}));
	t.deepEqual(moderate(few), few);
});
