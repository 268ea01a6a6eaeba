// Several workers in a cell: what each of them did is in its row, and whom a connection wakes is counted.
import test, {type ExecutionContext} from 'ava';
import {dphttpdDetail, rowOf} from './helpers/one-cell.js';

/** A connection that comes with its request and its end, one at a time: it is waited for once. */
const whole = {
	reuse: 'none',
	arrival: 'whole',
	connections: 1,
	offered: 200,
	duration: 0.5,
} as const;

test('a connection that comes whole wakes one worker of two, or both', async t => {
	const exclusive = await switches(t, 'exclusive');
	t.true(exclusive <= 1.02, String(exclusive));
	const blocking = await switches(t, 'blocking');
	t.true(blocking <= 1.02, String(blocking));
	// One that is not asleep is woken by nobody.
	const shared = await switches(t, 'shared');
	t.true(shared > 1.1 && shared <= 2.02, String(shared));
});

test('what each worker holds and does is in the row', async t => {
	const row = await rowOf({dead: 21, set: {workers: 3, listener: 'acceptor'}});
	const {server, population} = dphttpdDetail(row) ?? {};
	t.deepEqual(population?.before.workers, [7, 7, 7]);
	t.deepEqual(population?.after.workers, [7, 7, 7]);
	t.false(row.reasons.some(({name}) => name === 'population-workers'));
	t.deepEqual(
		server?.workers?.map(({dead, accepted}) => [dead, accepted]),
		[7, 7, 7].map(dead => [dead, 0]),
	);
	const replies = (server?.workers ?? []).map(each => each.replies ?? 0);
	t.true(replies.every(count => count > 0));
	t.is(
		replies.reduce((sum, count) => sum + count, 0),
		server?.replies ?? Number.NaN,
	);
});

async function switches(t: ExecutionContext, listener: string): Promise<number> {
	const {measures} = await rowOf({dead: 0, set: {...whole, workers: 2, listener}});
	t.true((measures?.['accept.busiest'] ?? 0) >= 0.5);
	return measures?.['accept.switches'] ?? Number.NaN;
}
