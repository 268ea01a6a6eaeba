// Connections that the server closes are noticed, counted exactly, and reported.
import test from 'ava';
import {startDeadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';

test('connections closed, reset or answered while they are held are counted', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 100);
	await client.event('ready');
	await server.until(({dead}) => dead === 100);
	const sockets = [...server.peers].map(({socket}) => socket);
	sockets.slice(0, 5).forEach(socket => socket.end());
	sockets.slice(5, 12).forEach(socket => socket.resetAndDestroy());
	sockets.slice(12, 14).forEach(socket => socket.end('HTTP/1.0 408 Request Timeout\r\n\r\n'));
	sockets.slice(14, 17).forEach(socket => socket.write('HTTP/1.0 400 Bad Request\r\n\r\n'));
	// All 17 are gone, seen from here: what they were told has arrived.
	await server.until(({peers}) => peers.size === 83);
	t.like(await client.report(), {open: 83, closed: 17, of: 100});
	await client.event('closed');
	t.is(server.dead, 83);
	t.is(await client.close(), 0);
	t.deepEqual(client.all('closed').at(-1), {event: 'closed', closed: 17, open: 83});
	t.like(client.events.at(-1), {event: 'end', open: 83, closed: 17});
});

for (const processes of ['1', '2']) {
	test(`a server that keeps fewer than asked for is a failure, with ${processes} process(es)`, async t => {
		// So short a queue that one has been closed before the last can be established: all would else be
		// open, and deadconn ready, where this process stands still for 100 ms.
		using server = await CountingServer.start('127.0.0.1', 4);
		server.onAccepted = ({socket}) => {
			if (server.peers.size > 40) {
				socket.destroy();
			}
		};
		using client = startDeadconn(server.port, 50, '--processes', processes);
		t.is(await client.exit(), 1);
		const [failed] = client.all('failed');
		t.like(failed, {of: 50, limit: 'the server'});
		t.true(failed !== undefined && failed.open < 50);
		t.regex(failed?.remedy ?? '', /--maxfds.*worker_connections.*maxconn/);
		t.regex(client.all('warning')[0]?.message ?? '', /closed|reset/);
		t.is(client.all('ready').length, 0);
		t.is(client.all('end').length, 0);
	});
}

test('a server that closes a few at first is given others, and that is said', async t => {
	using server = await CountingServer.start();
	server.onAccepted = ({socket}) => {
		if (server.accepted <= 3) {
			socket.destroy();
		}
	};
	using client = startDeadconn(server.port, 50);
	t.is((await client.event('ready')).open, 50);
	await server.until(({dead}) => dead === 50);
	t.true(client.all('warning').length > 0);
	t.is(await client.close(), 0);
});

test('where nothing listens it says so, after four attempts', async t => {
	const server = await CountingServer.start();
	const {port} = server;
	server[Symbol.dispose]();
	using client = startDeadconn(port, 10);
	t.is(await client.exit(), 1);
	t.is(client.all('warning').length, 3);
	t.like(client.all('failed')[0], {
		open: 0,
		of: 10,
		value: `nothing listens on 127.0.0.1:${port}`,
	});
});
