// dphttpd begins, reports and ends as it was told, with its counters.
import test from 'ava';
import {connectMany} from './helpers/http-client.js';
import {type Report, type Server, startServer} from './helpers/program.js';

const endings: Array<[string, (server: Server) => void]> = [
	['standard input closed', server => void server.close()],
	[
		'SIGTERM',
		server => {
			server.signal('SIGTERM');
		},
	],
	[
		'SIGINT',
		server => {
			server.signal('SIGINT');
		},
	],
];

for (const mechanism of ['epoll', 'poll', 'io_uring', 'aio-poll']) {
	for (const [reason, end] of endings) {
		test(`${mechanism} ends in good order: ${reason}`, async t => {
			using server = startServer('--mechanism', mechanism);
			const {port} = await server.event('ready');
			const [first, second] = await connectMany(port, 2);
			t.true(await first?.asks());
			t.true(await second?.asks());
			second?.end();
			end(server);
			t.is(await server.exit(), 0, server.errors);
			const ended = await server.event('end');
			t.is(ended.reason, reason);
			t.is(ended.replies, 2);
			t.is(ended.connections.accepted, 2);
			t.is(ended.connections.peak, 2);
			t.true(sum(ended.syscalls) > 0 && ended.cpu.user + ended.cpu.system > 0);
			first?.end();
		});
	}
}

for (const alias of ['sys-epoll', 'sys_epoll']) {
	test(`${alias} is epoll, and is called so`, async t => {
		using server = startServer('--mechanism', alias);
		t.is((await server.event('ready')).mechanism, 'epoll');
		t.is(await server.close(), 0, server.errors);
	});
}

test('reports whenever it is asked', async t => {
	using server = startServer();
	const {port} = await server.event('ready');
	t.is((await server.report()).replies, 0);
	const [connection] = await connectMany(port, 1);
	await connection?.asks();
	const report = await server.report();
	t.is(report.replies, 1);
	t.is(report.connections.now, 1);
	t.is(report.syscalls['sendto'], 1);
	t.true(report.rss > 0);
	connection?.end();
	t.is(await server.close(), 0);
});

test('ends while it is busy', async t => {
	using server = startServer();
	const {port} = await server.event('ready');
	const connections = await connectMany(port, 10);
	const timer = setInterval(() => {
		for (const {socket} of connections) {
			socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(100));
		}
	}, 1);
	t.teardown(() => {
		clearInterval(timer);
	});
	await connections[0]?.asks();
	server.signal('SIGTERM');
	t.is(await server.exit(), 0, server.errors);
	for (const connection of connections) {
		connection.end();
	}
});

function sum(counts: Report['syscalls']): number {
	return Object.values(counts).reduce((total, count) => total + count, 0);
}
