// The order in which two sides take turns, and what a pair adds up.
import test from 'ava';
import {type Side, runPairs, startBoth} from '../pairs.js';

function makeSides(order: string[]): [Side<'seconds' | 'replies'>, Side<'seconds' | 'replies'>] {
	const side = (name: string, replies: number) => ({
		name,
		slice: () => {
			order.push(name);
			return Promise.resolve({seconds: 1, replies});
		},
	});
	return [side('A', 10), side('B', 7)];
}

test('the sides alternate, A B B A, within a pair and from pair to pair; a pair is their sums', async t => {
	const order: string[] = [];
	for await (const pair of runPairs(makeSides(order), {pairs: 2, slices: 3})) {
		t.deepEqual(pair, [
			{seconds: 3, replies: 30},
			{seconds: 3, replies: 21},
		]);
	}

	t.is(order.join(''), 'ABBAABBAABBA');
});

test('in every other round the second side is started first; the order of the ratio stays', async t => {
	const order: string[] = [];
	const start = (name: string) => async () => {
		order.push(name);
		return Promise.resolve(name);
	};

	for (const round of [0, 1, 2]) {
		t.deepEqual(await startBoth(round, [start('A'), start('B')]), ['A', 'B']);
	}

	t.is(order.join(''), 'ABBAAB');
});
