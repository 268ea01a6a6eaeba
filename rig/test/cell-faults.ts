// What goes wrong in a cell: a row with its cause, and nothing left running.
import test from 'ava';
import {dphttpdDetail, rowOf} from './helpers/one-cell.js';
import {commandOf, eventually, treeOf} from './helpers/processes.js';

test.serial('a good cell has figures, and both sides agree on its population', async t => {
	const row = await rowOf({});
	t.not(row.status, 'failed', JSON.stringify(row.reasons));
	t.deepEqual(dphttpdDetail(row)?.population, {
		before: {server: 20, client: 20},
		during: {server: 20, client: 20},
		after: {server: 20, client: 20},
	});
	t.true((row.measures?.['rate'] ?? 0) > 0);
	t.true((row.measures?.['cpu'] ?? 0) > 0);
	t.true((dphttpdDetail(row)?.server.replies ?? 0) > 0);
});

test.serial('run to completion, a cell has as many replies as calls', async t => {
	const row = await rowOf({set: {extent: 'completion', connections: 4, calls: 250}});
	t.not(row.status, 'failed', JSON.stringify(row.reasons));
	t.is(dphttpdDetail(row)?.httperf.total.replies, 1000);
	t.is(dphttpdDetail(row)?.httperf.reason, 'completed');
});

test.serial('run to completion, its window begins before all connections are open', async t => {
	const set = {extent: 'completion', connections: 20, ramp: 40, calls: 20_000};
	const row = await rowOf({set});
	t.not(row.status, 'failed', JSON.stringify(row.reasons));
	t.is(dphttpdDetail(row)?.httperf.total.replies, 400_000);
	t.deepEqual(dphttpdDetail(row)?.population.during, {server: 20, client: 20});
});

test.serial('a server that never gets ready', async t => {
	const row = await rowOf({faulty: {dphttpd: 'faulty-silent'}, ready: 500});
	t.is(row.status, 'failed');
	t.deepEqual(row.reasons, [{name: 'fault', message: 'no "ready" from dphttpd within 0.5 s'}]);
});

test.serial('dead connections that never stand', async t => {
	const row = await rowOf({faulty: {deadconn: 'faulty-silent'}, ready: 3000});
	t.is(row.status, 'failed');
	t.regex(row.reasons[0]?.message ?? '', /^no "ready" or "failed" from deadconn within 3\.1 s$/);
});

test.serial('a program that says something else than it should', async t => {
	const row = await rowOf({faulty: {dphttpd: 'faulty-words'}});
	t.is(row.status, 'failed');
	t.regex(row.reasons[0]?.message ?? '', /^dphttpd said something else than docs\/programs\.md: /);
});

test.serial('a program that cannot be started', async t => {
	const row = await rowOf({faulty: {httperf: 'there-is-none'}});
	t.is(row.status, 'failed');
	t.regex(row.reasons[0]?.message ?? '', /^httperf ended with status 1: .*Cannot find module/);
});

test.serial('a population that loses members', async t => {
	const row = await rowOf({faulty: {deadconn: 'faulty-deadconn'}});
	t.is(row.status, 'invalid');
	t.deepEqual(dphttpdDetail(row)?.population.before, {server: 20, client: 20});
	t.deepEqual(dphttpdDetail(row)?.population.after, {server: 17, client: 17});
	t.true(
		row.reasons.some(
			({name, message}) =>
				name === 'population-after' &&
				message === 'of 20 dead connections the server held 17 and the client 17 after the load',
		),
	);
});

test.serial('more dead connections than deadconn can open', async t => {
	const row = await rowOf({dead: 1_000_000, set: {maxfds: 1_000_000}});
	t.is(row.status, 'failed');
	t.regex(
		row.reasons[0]?.message ?? '',
		/deadconn on this machine opened \d+ of 1000000 connections|dphttpd ended/,
	);
});

for (const name of ['dphttpd', 'deadconn', 'httperf']) {
	test.serial(`${name} killed in the window`, async t => {
		const running = rowOf({set: {duration: 30}});
		await eventually(() => findProgram('httperf'), 'httperf');
		const victim = await eventually(() => findProgram(name), name);
		process.kill(victim, 'SIGKILL');
		const row = await running;
		t.is(row.status, 'failed');
		t.regex(row.reasons[0]?.message ?? '', new RegExp(`^${name} ended by SIGKILL`));
	});
}

function findProgram(name: string): number | undefined {
	return treeOf(process.pid).find(pid => commandOf(pid).includes(`/${name}/main.js`));
}
