// A limit that is known beforehand is refused before anything is opened, with what raises it.
import test from 'ava';
import {runDeadconn, startDeadconn, startLimited} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';

test('too few descriptors for one process are refused, with limit, value, need and remedy', async t => {
	using server = await CountingServer.start();
	const args = ['127.0.0.1', String(server.port), '500', '--processes', '1', '--json'];
	using client = startLimited(300, ...args);
	t.is(await client.exit(), 1);
	t.is(server.accepted, 0);
	t.is(client.events.length, 1);
	const [failed] = client.all('failed');
	t.like(failed, {open: 0, of: 500, limit: 'RLIMIT_NOFILE', value: '300'});
	const needed = Number(failed?.needed);
	t.true(needed > 500 && needed < 600);
	t.true(failed?.remedy.startsWith(`ulimit -n ${needed} `));
	t.regex(failed?.remedy ?? '', /--processes 2$/);

	// The remedy does it.
	using enough = startLimited(needed, ...args);
	t.is((await enough.event('ready')).open, 500);
	await server.until(({dead}) => dead === 500);
	t.is(await enough.close(), 0);
});

test('for people the refusal names them as well', async t => {
	using client = startLimited(100, '127.0.0.1', '1', '50000');
	t.is(await client.exit(), 1);
	t.is(client.output, '');
	t.regex(client.errors, /opened 0 of 50000 connections/);
	t.regex(client.errors, /RLIMIT_NOFILE: 100\n.*needed +500\d\d\n.*remedy +ulimit -n 500\d\d /);
});

test('without --processes, as many are started as the descriptors ask for', async t => {
	using server = await CountingServer.start();
	using client = startLimited(150, '127.0.0.1', String(server.port), '300', '--json');
	t.is((await client.event('ready')).open, 300);
	await server.until(({dead}) => dead === 300);
	t.like(await client.report(), {open: 300, closed: 0, of: 300});
	t.is(await client.close(), 0);
});

test('the hard limit counts, not the soft one', async t => {
	using server = await CountingServer.start();
	const script = 'ulimit -S -n 200 && exec "$0" "$@"';
	const args = ['127.0.0.1', String(server.port), '400', '--processes', '1', '--json'];
	using client = runDeadconn(args, ['sh', '-c', script]);
	t.is((await client.event('ready')).open, 400);
	t.is(await client.close(), 0);
});

test('a number that no address has ports for is refused', async t => {
	using server = await CountingServer.start();
	const args = ['--sources', '127.0.0.1', '--processes', '10'];
	using client = startDeadconn(server.port, 70_000, ...args);
	t.is(await client.exit(), 1);
	t.like(client.all('failed')[0], {open: 0, limit: 'net.ipv4.ip_local_port_range'});
	t.is(server.accepted, 0);
});
