// What a series of comparisons counts.
import test from 'ava';
import {countFalse, countFound, type Played} from '../method/aa.js';
import {compareSides} from '../method/comparison.js';
import {type AaRecord, certifies, describeLastAa} from '../record/aa.js';
import {SCHEMA} from '../record/row.js';
import {someRow} from './helpers/rows.js';

/** A comparison at two counts whose CPU ratios are these, within half a per cent. */
function played(...ratios: [number, number]): Played {
	const comparison = compareSides(
		ratios.map((ratio, x) => ({
			name: 'x',
			x,
			measures: {
				cpu: {
					kind: 'paired' as const,
					differences: [-0.001, 0, 0.001, 0].map(noise => Math.log(ratio) + noise),
				},
			},
		})),
		[],
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
	t.deepEqual(found.holding, {found: 3, of: 8});
	t.true((found.pooled['cpu']?.value ?? 0) > 1 && (found.pooled['cpu']?.value ?? 9) < 1.02);
	t.true(found.falseAtMost > 0.5 && found.falseAtMost < 1);
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
		falseAtMost: 1,
		ratios: 0,
		falseRatios: 0,
		holding: {found: 0, of: 0},
		pooled: {},
		positions: {},
		reach: {median: 0, p95: 0},
		drift: {},
		inSequence: {ratios: 0, falseRatios: 0, reach: {median: 0, p95: 0}},
	});
});

test('drift is known from ten comparisons on, and then kept', t => {
	const series = (length: number) =>
		Array.from({length}, (_, index) => ({
			...played(1, 1),
			cells: [someRow({measures: {cpu: 7 * Math.exp(0.03 * (index % 2))}})],
		}));
	t.deepEqual(countFalse(series(9), ['cpu']).drift, {});
	const {drift, comparisons} = countFalse(series(10), ['cpu']);
	t.is(drift['cpu']?.freedom, 9);
	t.true(Math.abs((drift['cpu']?.sd ?? 0) - 0.0158) < 0.001, String(drift['cpu']?.sd));
	t.true(certifies({comparisons}));
	t.false(certifies({comparisons: 9}));
});

test('what is known of a machine has an age', t => {
	const record: AaRecord = {
		schema: SCHEMA,
		...{at: '2026-11-20T10:00:00.000Z', folder: '/x', machine: 'm'},
		...{mechanism: 'epoll', levels: [0], effect: 0.03},
		...countFalse([], []),
	};
	const known = {...record, drift: {rate: {sd: 0.041, freedom: 19}}};
	const text = describeLastAa(known, new Date('2026-11-26T12:00:00.000Z'));
	t.regex(text, /6 days old/);
	t.regex(text, /4\.1 % \(rate, 19 degrees of freedom\)/);
	t.regex(describeLastAa(undefined), /No A\/A series of 10 comparisons or more/);
});
