// The order of cells: every cell once, blocks together, repeats whole, and a seed repeats it.
import test from 'ava';
import {planCells} from '../method/plan.js';
import {settingsWith} from './helpers/settings.js';

const settings = settingsWith({
	mechanisms: ['poll', 'epoll', 'io_uring'],
	counts: [0, 100, 1000, 5000, 15_000],
	repeats: 4,
	seed: 42,
});

test('the same seed gives the same plan, another seed another', t => {
	t.deepEqual(planCells(settings), planCells(settings));
	t.notDeepEqual(planCells(settings), planCells({...settings, seed: 43}));
});

test('every cell is there once', t => {
	const plan = planCells(settings);
	const keys = plan.map(({repeat, count, mechanism}) => `${repeat} ${count} ${mechanism}`);
	t.is(new Set(keys).size, 4 * 5 * 3);
	t.is(plan.length, 4 * 5 * 3);
	t.deepEqual(
		plan.map(({index}) => index),
		plan.map((_, index) => index),
	);
});

test('a block is one repeat of one count, with every mechanism in a row', t => {
	const plan = planCells(settings);
	for (let start = 0; start < plan.length; start += 3) {
		const block = plan.slice(start, start + 3);
		t.is(new Set(block.map(cell => `${cell.block} ${cell.repeat} ${cell.count}`)).size, 1);
		t.is(new Set(block.map(({mechanism}) => mechanism)).size, 3);
	}
});

test('repeats come one after the other, and neither counts nor mechanisms keep their order', t => {
	const plan = planCells(settings);
	const repeats = plan.map(({repeat}) => repeat);
	t.deepEqual(repeats, repeats.toSorted());
	const orders = [1, 2, 3, 4].map(repeat =>
		plan
			.filter(cell => cell.repeat === repeat)
			.map(({count, mechanism}) => `${count} ${mechanism}`)
			.join(),
	);
	t.true(new Set(orders).size > 1);
});
