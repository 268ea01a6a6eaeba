// From cells to verdicts, as duet, run, compare and kernels make them: where nothing differs, nothing is found.
import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import type {Axes, Cell} from '../method/cell.js';
import {compareSides, type LawSamples, type PointSamples} from '../method/comparison.js';
import {lawOfBlocks, lawOfPairs, lawsOfRuns} from '../method/law-samples.js';
import type {NamedMeasure} from '../method/measure.js';
import {type Pair, samplesOfBlocks, samplesOfPairs, samplesOfRuns} from '../method/samples.js';
import {
	heavyDraws,
	leavesOut,
	many,
	noiseOf,
	normalDraws,
	perCent,
	shareOf,
} from './helpers/draws.js';

const CASES = 600;
/** So large that no plan for more repeats is made: it would take most of the time. */
const EFFECT = 9;
/** Standard deviation of what is in all cells of a run, a block or a pair. */
const DRIFT = 0.03;
/** And of a cell's own error, at a point like most. */
const SPREAD = 0.02;
/** How unlike points are: the standard deviation of the logarithm of their spreads. */
const UNLIKE = 0.5;
const COUNTS = [0, 1000, 4000, 8000, 16_000];
/** Microseconds of each line for one dead connection more. */
const SLOPES = {poll: 0.0033, epoll: 0, io_uring: 0.000_02};
type Line = keyof typeof SLOPES;
const LINES = Object.keys(SLOPES) as Line[];

const normal = normalDraws(21);
const error = heavyDraws(22);

const cpu: NamedMeasure = {
	...{name: 'cpu', title: 'CPU', unit: 'µs', column: 'cpu', digits: 2},
	...{better: 'less', spoiledBy: 'cell', costUs: value => value},
};
const rate: NamedMeasure = {
	...{name: 'rate', title: 'Rate', unit: '1/s', column: 'rate', digits: 0},
	...{better: 'more', spoiledBy: 'pace'},
};
const measures = [rate, cpu];
const axes: Axes = {x: 'dead', lines: ['mechanism'], factors: {}};
const basis = {measure: cpu};

for (const n of [3, 5]) {
	holds(`duet of ${n} pairs`, cell => {
		const pairs = COUNTS.flatMap(dead =>
			many(n, (repeat): Pair => {
				const drift = DRIFT * normal();
				const of = (line: Line) => cell(line, {dead, repeat, drift, slope: SLOPES.poll});
				return {cells: [of('poll'), of('epoll')], logs: {}};
			}),
		);
		const both = pairs.map(({cells}) => cells);
		return {
			points: samplesOfPairs(pairs, 'epoll / poll', {measures, axes}),
			laws: lawOfPairs(both, 'epoll / poll', basis, axes),
		};
	});

	holds(`run of ${n} repeats, two mechanisms against a baseline`, cell => {
		const cells = COUNTS.flatMap(dead =>
			many(n, repeat => {
				const drift = DRIFT * normal();
				return LINES.map(line => cell(line, {dead, repeat, drift, slope: SLOPES.poll}));
			}).flat(),
		);
		const pairs = [['poll', 'epoll'] as const, ['poll', 'io_uring'] as const];
		return {
			points: pairs.flatMap(pair => samplesOfBlocks(cells, pair, {measures, axes})),
			laws: pairs.flatMap(pair => lawOfBlocks(cells, pair, basis, axes)),
		};
	});
}

for (const {title, runs, repeats, isCounted = false, drift} of [
	{title: 'compare of two runs, drift known', runs: 1, repeats: 5, drift: {sd: DRIFT, freedom: 99}},
	{title: 'compare of two runs, drift unknown', runs: 1, repeats: 5},
	{title: 'compare of three runs a side, or kernels with three boots', runs: 3, repeats: 1},
	{title: 'kernels by counts, two boots a side', runs: 2, repeats: 1, isCounted: true},
]) {
	holds(title, cell => {
		const run = () => {
			const ofRun = DRIFT * normal();
			return LINES.flatMap(line =>
				COUNTS.flatMap(dead =>
					many(repeats, repeat => cell(line, {dead, repeat, drift: ofRun, slope: SLOPES[line]})),
				),
			);
		};
		const [a, b] = [many(runs, run), many(runs, run)];
		const drifts = drift && {rate: drift, cpu: drift};
		return {
			points: samplesOfRuns(a, b, {measures, axes, drift: drifts, isCounted}),
			laws: lawsOfRuns(a, b, basis, axes),
		};
	});
}

type MakeCell = (
	line: Line,
	at: {dead: number; repeat: number; drift: number; slope: number},
) => Cell;

/** Counts comparisons with an interval that leaves the truth out: ratios of 1, and laws that differ by 0. */
function holds(
	title: string,
	sidesOf: (cell: MakeCell) => {points: PointSamples[]; laws: LawSamples[]},
): void {
	test(title, async t => {
		// Ava must hear of each test as it ends: it takes a file that is silent for long as hung.
		await setImmediate();
		let judged = 0;
		const wrong = shareOf(CASES, () => {
			const {points, laws} = sidesOf(makeCells());
			const found = compareSides(points, laws, EFFECT, name => (name === 'rate' ? 'more' : 'less'));
			judged += found.tests;
			const ratios = [
				...found.points.flatMap(point => Object.values(point.measures)),
				...Object.values(found.shifts),
			];
			return (
				ratios.some(({interval}) => leavesOut(interval, 1)) ||
				found.laws.some(({interval}) => leavesOut(interval, 0))
			);
		});
		t.log(`wrong: ${perCent(wrong)}`);
		t.true(judged > 0, 'nothing was judged');
		t.true(wrong <= 0.05 + noiseOf(0.05, CASES), perCent(wrong));
	});
}

/** Makes cells whose errors have heavy tails, and spreads that differ from point to point. */
function makeCells(): MakeCell {
	const spreads = new Map<string, number>();
	return (line, {dead, repeat, drift, slope}) => {
		const key = `${line} ${dead}`;
		const spread = spreads.get(key) ?? SPREAD * Math.exp(UNLIKE * normal());
		spreads.set(key, spread);
		const costUs = 6 + slope * dead;
		const off = () => Math.exp(drift + spread * error());
		return {
			...{point: {mechanism: line, dead}, block: 100 * dead + repeat, repeat},
			...{status: 'ok', reasons: []},
			measures: {rate: (1e6 / costUs) * off(), cpu: costUs * off()},
		};
	};
}
