// How a dead population is split over hosts.
import test from 'ava';
import {splitPopulation} from '../subjects/dphttpd/split-population.js';

const cases: Array<[string, number, number[], number[]]> = [
	['one host has all', 10, [20], [10]],
	['the same for all', 9, [20, 20, 20], [3, 3, 3]],
	['what is left over goes to the first', 10, [20, 20, 20], [4, 3, 3]],
	['a small host is filled, and the others have the rest', 100, [10, 1000, 1000], [10, 45, 45]],
	['two small ones', 100, [1000, 10, 20], [70, 10, 20]],
	['without limits', 7, [Infinity, Infinity], [4, 3]],
	['to the last place', 30, [10, 20], [10, 20]],
	['nothing', 0, [5, 5], [0, 0]],
];
for (const [name, count, capacities, shares] of cases) {
	test(name, t => {
		const split = splitPopulation(count, capacities);
		t.deepEqual(split, shares);
		t.is(
			split.reduce((sum, share) => sum + share, 0),
			count,
		);
	});
}
