// A connection for each call: the dead population is still counted, and each reply costs an accept.
import test from 'ava';
import {rowOf} from './helpers/one-cell.js';

test('reuse=none: one accept a reply, and the dead are all there', async t => {
	const row = await rowOf({set: {reuse: 'none', connections: 10, duration: 0.5}});
	const beyondPace = row.reasons.filter(({spoils, bounds}) => spoils !== 'pace' && !bounds);
	t.deepEqual(beyondPace, []);
	// A server accepts ahead of its replies: by one a connection at most.
	const accepts = row.measures?.['syscalls.accept4'] ?? 0;
	t.true(accepts >= 0.9 && accepts < 3, String(accepts));
	t.like(row.detail, {population: {during: {server: 20, client: 20}}});
});

test('reuse=all: none is accepted under load', async t => {
	const row = await rowOf({set: {connections: 10, duration: 0.5}});
	t.true((row.measures?.['syscalls.accept4'] ?? 1) < 0.5);
});
