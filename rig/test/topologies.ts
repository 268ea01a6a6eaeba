// How processors are divided between the server and its clients.
import test from 'ava';
import {UsageError} from '../failure.js';
import {divideCpus} from '../site/topology.js';

const divisions: Array<[string, number[], 'one' | 'share', number[], number[], number[], boolean]> =
	[
		['two, one for the server', [0, 1], 'one', [0], [1], [1], true],
		['two, its share', [0, 1], 'share', [0], [1], [1], true],
		['three', [0, 1, 2], 'share', [0], [2], [1], true],
		['eight', [0, 1, 2, 3, 4, 5, 6, 7], 'share', [0, 1, 2, 3, 4, 5], [7], [6], true],
		['eight, one for the server', [0, 1, 2, 3, 4, 5, 6, 7], 'one', [0], [5, 7], [6], true],
		['not from 0', [4, 6], 'one', [4], [6], [6], true],
		['one: shared', [0], 'one', [0], [0], [0], false],
	];
for (const [name, cpus, serverCpus, server, load, dead, disjoint] of divisions) {
	test(name, t => {
		t.like(divideCpus(cpus, serverCpus, {}), {server, load, dead, disjoint});
	});
}

test('a choice is taken as it is, and checked', t => {
	t.like(divideCpus([0, 1], 'one', {server: [1], load: [0], dead: [0]}), {
		server: [1],
		disjoint: true,
	});
	t.like(divideCpus([0, 1], 'one', {load: [0]}), {disjoint: false});
	t.throws(() => divideCpus([0, 1], 'one', {server: [2]}), {
		instanceOf: UsageError,
		message: /CPU 2/,
	});
});
