// The order of cells: every cell once, blocks together, repeats whole, and a seed repeats it.
import test from 'ava';
import {planSteps} from '../method/plan.js';
import {settingsWith} from './helpers/settings.js';

const settings = settingsWith({
	vary: {mechanism: ['poll', 'epoll', 'io_uring'], dead: [0, 100, 1000, 5000, 15_000]},
	repeats: 4,
	seed: 42,
});

test('the same seed gives the same plan, another seed another', t => {
	t.deepEqual(planSteps(settings), planSteps(settings));
	t.notDeepEqual(planSteps(settings), planSteps({...settings, seed: 43}));
});

test('every cell is there once', t => {
	const plan = planSteps(settings);
	const keys = plan.map(({repeat, point}) => `${repeat} ${JSON.stringify(point)}`);
	t.is(new Set(keys).size, 4 * 5 * 3);
	t.is(plan.length, 4 * 5 * 3);
	t.deepEqual(
		plan.map(({index}) => index),
		plan.map((_, index) => index),
	);
});

test('a block is one repeat of one count, with every mechanism in a row', t => {
	const plan = planSteps(settings);
	for (let start = 0; start < plan.length; start += 3) {
		const block = plan.slice(start, start + 3);
		t.is(
			new Set(block.map(cell => `${cell.block} ${cell.repeat} ${cell.point['dead'] ?? ''}`)).size,
			1,
		);
		t.is(new Set(block.map(({point}) => point['mechanism'])).size, 3);
	}
});

test('repeats come one after the other, and neither counts nor mechanisms keep their order', t => {
	const plan = planSteps(settings);
	const repeats = plan.map(({repeat}) => repeat);
	t.deepEqual(repeats, repeats.toSorted());
	const orders = [1, 2, 3, 4].map(repeat =>
		plan
			.filter(cell => cell.repeat === repeat)
			.map(({point}) => JSON.stringify(point))
			.join(),
	);
	t.true(new Set(orders).size > 1);
});

test('in turns, each other mechanism stands beside the baseline, in each block', t => {
	const plan = planSteps({
		...settings,
		design: {
			kind: 'sweep',
			baseline: 'epoll',
			inTurns: {contender: 'mechanism', slice: 5},
		},
	});
	t.is(plan.length, 4 * 5 * 2);
	for (let start = 0; start < plan.length; start += 2) {
		const block = plan.slice(start, start + 2);
		t.deepEqual(new Set(block.map(({block}) => block)), new Set([start / 2]));
		t.is(new Set(block.map(({point}) => JSON.stringify(point))).size, 1);
		t.deepEqual(block.map(({versus}) => versus?.sides.map(side => side['mechanism'])).sort(), [
			['epoll', 'io_uring'],
			['epoll', 'poll'],
		]);
	}

	t.deepEqual(new Set(plan.map(({versus}) => versus?.first)), new Set([0, 1]));
	t.false(plan.some(({point}) => 'mechanism' in point));
});
