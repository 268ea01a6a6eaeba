// In a family in which nothing differs, all intervals hold together in 95 % of cases, whatever drifts.
import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import {type Compared, judge} from '../method/statistics/judge.js';
import {logsByBlock} from '../method/statistics/baseline.js';
import type {Drift} from '../method/statistics/drift.js';
import {
	type Draw,
	heavyDraws,
	leavesOut,
	many,
	noiseOf,
	normalDraws,
	perCent,
	shareOf,
} from './helpers/draws.js';

const CASES = 600;
/** So large that everything is the same: plans for more repeats take most of the time, and are not asked for. */
const EFFECT = 9;
const DRIFT = 0.03;
const SPREAD = 0.02;
const normal = normalDraws(11);

/** What the machine does: errors within, and how unlike points are. */
const worlds: ReadonlyArray<{title: string; error: Draw; unlike: number}> = [
	{title: 'normal errors', error: normal, unlike: 0},
	{title: 'heavy tails', error: heavyDraws(12), unlike: 0},
	{title: 'unlike spreads', error: normal, unlike: 0.5},
	{title: 'heavy tails and unlike spreads', error: heavyDraws(13), unlike: 0.5},
];

for (const {title, error, unlike} of worlds) {
	for (const n of [2, 3]) {
		for (const rougher of [1, 3, 30]) {
			holds(
				`counts, ${n} boots a side at 12 points, a line ${rougher} times as rough: ${title}`,
				() =>
					many(12, index => {
						const isRough = index < 4;
						const own = (isRough ? rougher : 1) * SPREAD * Math.exp(unlike * normal());
						const side = () => many(n, () => Math.exp(own * error()));
						return {
							...{...about('instructions'), line: `line ${Math.floor(index / 4)}`},
							samples: {kind: 'counted', a: side(), b: side()},
						};
					}),
			);
		}
	}

	const spread = () => SPREAD * Math.exp(unlike * normal());
	const values = (n: number, log: number, own: number) =>
		many(n, () => Math.exp(log + own * error()));

	for (const n of [3, 5, 8]) {
		for (const counts of [5, 20]) {
			holds(`pairs, ${n} at ${counts} counts of two measures: ${title}`, () =>
				many(2 * counts, index => {
					const own = spread();
					return {
						...about(index % 2 === 0 ? 'rate' : 'cpu'),
						samples: {kind: 'paired', differences: many(n, () => own * error())},
					};
				}),
			);
		}

		holds(`runs or boots, ${n} a side, that drift: ${title}`, () => {
			const [a, b] = [many(n, () => DRIFT * normal()), many(n, () => DRIFT * normal())];
			return many(10, () => {
				const own = spread();
				const runs = (logs: number[]) => logs.flatMap(log => values(1, log, own));
				return {...about('rate'), samples: {kind: 'independent', a: runs(a), b: runs(b)}};
			});
		});

		for (const points of [3, 10]) {
			holds(`two runs in sequence, ${n} cells at ${points} points, drift known: ${title}`, () => {
				const [a, b] = [DRIFT * normal(), DRIFT * normal()];
				const drift = someDrift(9);
				return many(points, () => {
					const own = spread();
					const samples = {kind: 'sequence', a: values(n, a, own), b: values(n, b, own)} as const;
					return {...about('rate'), samples: {...samples, drift}};
				});
			});
		}
	}

	holds(`four mechanisms against a baseline in 5 blocks at 10 counts: ${title}`, () =>
		many(10, () => {
			const own = spread();
			const baseline = values(5, 0, own);
			return many(4, (): Compared => {
				const differences = logsByBlock(baseline, values(5, 0, own));
				return {...about('rate'), samples: {kind: 'paired', differences}};
			});
		}).flat(),
	);

	for (const n of [3, 5]) {
		holds(
			`two runs in sequence, ${n} cells, drift unknown, a third of points 10 % faster: ${title}`,
			() => {
				const [a, b] = [DRIFT * normal(), DRIFT * normal()];
				return many(15, index => {
					const own = spread();
					const planted = b + plantedAt(index);
					const samples = {
						kind: 'sequence',
						a: values(n, a, own),
						b: values(n, planted, own),
					} as const;
					return {...about('rate'), samples: {...samples, drift: undefined}};
				});
			},
			plantedAt,
		);
	}
}

/** Counts families in which an interval leaves out the planted logarithm. */
function holds(
	title: string,
	family: () => Compared[],
	planted: (index: number) => number = () => 0,
): void {
	test(title, async t => {
		// Ava must hear of each test as it ends: it takes a file that is silent for long as hung.
		await setImmediate();
		const wrong = shareOf(CASES, () => {
			const {points, shifts} = judge(family(), {effect: EFFECT});
			return (
				points.some((found, index) => leavesOut(found?.interval, Math.exp(planted(index)))) ||
				[...shifts.values()].some(({interval}) => leavesOut(interval, 1))
			);
		});
		t.log(`wrong: ${perCent(wrong)}`);
		t.true(wrong <= 0.05 + noiseOf(0.05, CASES), perCent(wrong));
	});
}

function plantedAt(index: number): number {
	return index % 3 === 0 ? Math.log(1.1) : 0;
}

/** As a series of so many comparisons and one finds it. */
function someDrift(freedom: number): Drift {
	return {sd: (DRIFT * Math.hypot(...many(freedom, normal))) / Math.sqrt(freedom), freedom};
}

function about(measure: string) {
	return {measure, better: 'more'} as const;
}
