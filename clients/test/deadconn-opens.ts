// deadconn opens as many connections as it is asked for, all of them dead.
import test from 'ava';
import {runDeadconn, startDeadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';

test('each connection sends an unfinished request, and nothing else', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 500);
	const ready = await client.event('ready');
	t.is(ready.open, 500);
	t.is(ready.of, 500);
	await server.until(({dead}) => dead === 500);
	t.is(server.accepted, 500);
	const report = await client.report();
	t.like(report, {open: 500, closed: 0, of: 500});
	t.true(report.rss > 0 && report.cpu.user + report.cpu.system > 0);
	t.is(server.dead, 500);
	t.is(await client.close(), 0);
	t.deepEqual(client.events.at(-1), {
		event: 'end',
		reason: 'standard input closed',
		open: 500,
		closed: 0,
	});
	t.is(client.errors, '');
});

test('with no connections to open it is ready at once, and waits', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 0);
	t.is((await client.event('ready')).open, 0);
	t.is(server.accepted, 0);
	t.is(await client.close(), 0);
});

test('for people it prints what the original printed, on a server that is named', async t => {
	using server = await CountingServer.start();
	using client = runDeadconn(['localhost', String(server.port), '20']);
	await client.says('20 connections created ...\n');
	await server.until(({dead}) => dead === 20);
	client.ask('report');
	await client.says('20 of 20 connections open, 0 closed by the server\n');
	t.is(await client.close(), 0);
	t.regex(client.errors, /standard input closed: 20 connections reset/);
});

test('progress, reports and the order to stop are served while it opens', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 10_000, '--rate', '50');
	const progress = await client.event('progress', 1);
	t.true(progress.open > 0 && progress.open < 10_000);
	const report = await client.report();
	t.true(report.open >= progress.open && report.open < 10_000);
	t.is(await client.close(), 0);
	t.is(client.all('ready').length, 0);
	const [end] = client.all('end');
	t.true(end !== undefined && end.open >= report.open && end.open < 10_000);
});

test('--rate bounds the connections opened a second', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 60, '--rate', '100');
	const {seconds} = await client.event('ready');
	// The first is due at once, and a pause of 20 ms may be made up.
	t.true(seconds >= 0.56, `60 connections at 100 a second took ${seconds} s`);
});

for (const processes of ['1', '2']) {
	test(`requests that come at once, the end behind them, are all served by ${processes} process(es)`, async t => {
		using server = await CountingServer.start();
		using client = startDeadconn(server.port, 10, '--processes', processes);
		await client.event('ready');
		t.is(await client.close('report\n'.repeat(2000)), 0);
		t.is(client.all('report').length, 2000);
		t.is(client.events.at(-1)?.event, 'end');
	});
}
