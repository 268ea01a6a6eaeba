// Connections that end after a call, as was announced or asked for: another goes on, and it is no error.
import test from 'ava';
import {feedReply} from '../httperf/reply-parser.js';
import {Reply} from '../httperf/reply.js';
import {onEngines} from './helpers/httperf-engines.js';
import {isInstalled, startDphttpd, startNginx} from './helpers/httperf-peers.js';
import {REPLY, TestServer} from './helpers/httperf-server.js';

const hasNginx = isInstalled('nginx');

onEngines(
	`nginx announces the end of a connection, and all calls are made${hasNginx ? '' : ': nginx is not installed'}`,
	async (t, on) => {
		using server = await startNginx({keepalive: 5});
		const result = await on.measure(...server.options, '--num-conns=4', '--num-calls=20');
		t.is(result.reason, 'completed');
		t.like(result.errors, {total: 0});
		t.like(result.total, {connections: 16, reconnects: 12, requests: 80, replies: 80});
	},
	{isPossible: hasNginx},
);

onEngines('a server of HTTP/1.0, which ends each reply with its connection', async (t, on) => {
	using server = await TestServer.start(socket => {
		socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end');
	});
	const result = await on.measure(
		...server.options,
		'--num-conns=3',
		'--num-calls=7',
		'--rate=500',
	);
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 21, reconnects: 18, replies: 21});
	t.is(server.requests, 21);
});

onEngines('--connection-per-call in a closed loop', async (t, on) => {
	using server = await startDphttpd();
	const args = ['--num-conns=3', '--num-calls=10', '--connection-per-call'];
	const result = await on.measure(...server.options, ...args);
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 30, reconnects: 27, requests: 30, replies: 30});
});

onEngines('how many connections were really held is told', async (t, on) => {
	using ending = await TestServer.start(socket => {
		socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end');
	});
	const calls = ['--num-conns=20', '--num-calls=5'];
	const {window, total, errors} = await on.measure(...ending.options, ...calls);
	t.like(errors, {total: 0});
	t.is(total.reconnects, 80);
	t.true((window.held ?? 0) > 0 && (window.held ?? 20) < 20, String(window.held));

	using staying = await startDphttpd();
	const time = ['--num-conns=20', '--warmup=0.1', '--duration=0.4'];
	const {held = 0} = (await on.measure(...staying.options, ...time)).window;
	t.true(Math.abs(held - 20) < 1e-6, String(held));
});

onEngines('--connection-per-call in an open loop', async (t, on) => {
	const calls = new Map<number, number>();
	using server = await TestServer.start((socket, index) => {
		calls.set(socket.remotePort ?? 0, index + 1);
		socket.write(REPLY);
	});
	const args = ['--num-conns=5', '--num-calls=20', '--request-rate=200', '--connection-per-call'];
	const result = await on.measure(...server.options, ...args);
	t.like(result.errors, {total: 0});
	t.like(result.schedule, {intended: 100, sent: 100, failed: 0});
	t.is(result.total.replies, 100);
	t.true(result.total.reconnects >= 95);
	t.true([...calls.values()].every(count => count === 1));
	t.is(calls.size, 100);
});

onEngines('--half-close: the end of our side comes with the request', async (t, on) => {
	// It answers only once it has seen the end.
	using server = await TestServer.start(socket => {
		socket.prependOnceListener('end', () => socket.write(REPLY));
	});
	const args = ['--num-conns=2', '--num-calls=5', '--connection-per-call', '--half-close'];
	const result = await on.measure(...server.options, ...args, '--timeout=5');
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 10, requests: 10, replies: 10});
	t.is(server.ends, 10);
});

const announcements: ReadonlyArray<[closes: boolean, head: string]> = [
	[false, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
	[true, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
	[true, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nCONNECTION:Close\r\n\r\n'],
	[true, 'HTTP/1.1 200 OK\nconnection: upgrade, close\nContent-Length: 0\n\n'],
	[false, 'HTTP/1.1 200 OK\r\nConnection: closed\r\nContent-Length: 0\r\n\r\n'],
	[false, 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n'],
	[false, 'HTTP/1.1 200 OK\r\nConnections: close\r\nContent-Length: 0\r\n\r\n'],
	[true, 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
	[false, 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n'],
	[true, 'HTTP/1.1 200 OK\r\n\r\n'],
];

for (const [closes, head] of announcements) {
	test(`${closes ? 'ends' : 'keeps'} the connection: ${JSON.stringify(head)}`, t => {
		const whole = new Reply();
		feedReply(whole, Buffer.from(head), 0, head.length);
		t.is(whole.closes, closes);
		const pieces = new Reply();
		for (const character of head) {
			feedReply(pieces, Buffer.from(character), 0, 1);
		}

		t.is(pieces.closes, closes);
	});
}
