// Servers that close connections: what httperf's calls are lost, and what replaces them.
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {onEngines} from './helpers/httperf-engines.js';
import {resultOf} from './helpers/httperf-run.js';
import {type Answer, REPLY, TestServer} from './helpers/httperf-server.js';

/** Ends each connection with its `count`th reply. */
const closesAfter =
	(count: number): Answer =>
	(socket, index) => {
		if (index + 1 < count) {
			socket.write(REPLY);
		} else {
			socket.end(REPLY);
		}
	};

onEngines(
	'calls that are left on a closed connection are lost, and counted as a reset',
	async (t, on) => {
		using server = await TestServer.start(closesAfter(3));
		const result = await on.measure(...server.options, '--num-conns=5', '--num-calls=10');
		t.is(result.reason, 'completed');
		t.like(result.errors, {total: 5, connreset: 5});
		t.like(result.total, {connections: 5, replies: 15});
	},
);

onEngines('a connection that is closed with its last reply is no error', async (t, on) => {
	using server = await TestServer.start(closesAfter(3));
	const result = await on.measure(...server.options, '--num-conns=5', '--num-calls=3');
	t.like(result.errors, {total: 0});
	t.is(result.total.replies, 15);
});

onEngines('with unlimited calls a closed connection is replaced', async (t, on) => {
	using server = await TestServer.start(closesAfter(10));
	using program = on.start('--json', ...server.options, '--num-conns=4', '--duration=600');
	await waitFor(
		() => server.clientPorts.length >= 12 || undefined,
		() => `${server.clientPorts.length} connections`,
	);
	program.signal('SIGTERM');
	const result = resultOf(await program.ended());
	t.is(result.reason, 'stopped');
	t.true(result.total.connections > 4);
	t.true(result.total.replies <= server.requests);
	// What is lost is a request that crosses the server's close.
	t.is(result.errors['total'], result.errors['connreset']);
});

onEngines(
	'in an open loop too, and an idle connection that is closed is no error',
	async (t, on) => {
		// A busy machine makes some calls cross the server's close: only the server can tell how many.
		let crossed = 0;
		const answer: Answer = (socket, index) => {
			if (index > 0) {
				crossed++;
				return;
			}

			socket.write(REPLY);
			setTimeout(() => socket.end(), 5);
		};
		using server = await TestServer.start(answer);
		const args = ['--num-conns=3', '--num-calls=10', '--request-rate=40'];
		const result = await on.measure(...server.options, ...args);
		t.is(result.reason, 'completed');
		// One reply each: of 30 calls, half at most can be lost behind another.
		t.true(result.total.connections >= 15);
		t.is(result.total.replies, 30 - crossed);
		t.like(result.errors, {total: crossed, connreset: crossed});
	},
);

onEngines('a server that closes every connection at once is not asked for ever', async (t, on) => {
	using server = await TestServer.start(socket => {
		socket.destroy();
	});
	const result = await on.measure(...server.options, '--num-conns=5', '--duration=60');
	t.is(result.reason, 'failed');
	t.like(result.total, {connections: 5, replies: 0});
	t.like(result.errors, {total: 5, connreset: 5});
});

onEngines('a half-closed connection still gives its reply', async (t, on) => {
	// The server's end is read in the same turn as its reply, or long before.
	const answer: Answer = socket => {
		socket.end(REPLY);
	};
	using server = await TestServer.start(answer);
	const result = await on.measure(...server.options, '--num-conns=50', '--rate=1000');
	t.like(result.errors, {total: 0});
	t.is(result.total.replies, 50);
});
