// The window: what is measured begins after the warm-up, ends on time, and is reported.
import {setTimeout} from 'node:timers/promises';
import {onEngines} from './helpers/httperf-engines.js';
import {resultOf} from './helpers/httperf-run.js';
import {REPLY, TestServer, always} from './helpers/httperf-server.js';
import {timeWaits} from './helpers/tcp-table.js';

onEngines('events come in order, and the window is between them', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	using program = on.start(
		...['--json', ...server.options, '--num-conns=7', '--warmup=0.3', '--duration=0.6'],
		'--trail=0.3',
	);
	const ended = await program.ended();
	t.is(ended.code, 0);
	t.is(ended.errors, '');
	const lines = ended.output.trimEnd().split('\n');
	t.deepEqual(
		lines.map(line => (JSON.parse(line) as {event: string}).event),
		['connected', 'warm', 'measuring', 'measured', 'result'],
	);
	t.is(program.all('connected')[0]?.connections, 7);
	const [began, over] = (['measuring', 'measured'] as const).map(
		name => program.all(name)[0]?.time ?? 0,
	);
	const result = resultOf(ended);
	const seconds = (over as number) - (began as number);
	t.true(result.window.seconds >= 0.6);
	t.true(seconds >= result.window.leftOut.seconds + 0.6 - 0.01);
	t.true(result.window.seconds <= seconds + 0.01);
	// The load goes on behind it, and what comes then is in the total only.
	t.true(result.total.seconds >= 1.2);
	t.is(result.replyTimeUs.count, result.window.replies);
	t.true(result.window.replies <= result.total.replies);
	t.true(Math.abs(result.window.rate - result.window.replies / result.window.seconds) < 1e-6);
	const {min, p50, p90, p99, 'p99.9': p999, max, mean} = result.replyTimeUs;
	t.true(0 < min && min <= p50 && p50 <= p90 && p90 <= p99 && p99 <= p999 && p999 <= max);
	t.true(min <= mean && mean <= max);
});

onEngines('a tenth of the window comes before it, and is in none of its figures', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const args = ['--num-conns=7', '--duration=0.6'];
	const {window, total, replyTimeUs, warmup} = await on.measure(...server.options, ...args);
	t.true(window.seconds >= 0.6);
	// Nothing where the program came to it late; what is counted in it: httperf-lead.ts.
	t.true(total.seconds >= window.leftOut.seconds + window.seconds);
	t.true(total.replies >= window.leftOut.replies + window.replies);
	t.is(replyTimeUs.count, window.replies);
	t.is(window.bins.length, 10);
	t.true(window.bins.reduce((sum, bin) => sum + bin) <= window.replies);
	t.is(warmup, undefined);
});

onEngines('of a long window a second comes before it', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	using program = on.start('--json', ...server.options, '--num-conns=7', '--duration=600');
	await program.event('measuring');
	await setTimeout(2000);
	program.signal('SIGTERM');
	const {window} = resultOf(await program.ended());
	t.true(window.seconds > 0);
	t.true(window.leftOut.seconds > 0);
});

onEngines('the warm-up is as long as was asked for at least, and reported', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const args = ['--num-conns=7', '--warmup=0.4', '--duration=0.1'];
	const {warmup, window, total} = await on.measure(...server.options, ...args);
	t.true((warmup?.seconds as number) >= 0.4);
	t.true(total.seconds >= (warmup?.seconds as number) + window.seconds);
	t.is(typeof warmup?.settled, 'boolean');
});

onEngines('at the end of the window connections are reset', async (t, on) => {
	using server = await TestServer.start(socket => {
		// Calls are under way, and idle, when the end comes.
		void setTimeout(30).then(() => socket.write(REPLY));
	});
	await on.measure(...server.options, '--num-conns=6', '--duration=0.4');
	while (server.open > 0) {
		await setTimeout(5);
	}

	// A reset that comes with a request still unread is told as an end by libuv (uv__stream_io, POLLHUP),
	// which a busy machine makes of all of them; EPIPE where the server wrote a reply before it read of
	// the reset. What no reset would leave is a TIME_WAIT.
	t.true(server.errors.length + server.ends >= 6);
	t.true(server.errors.every(code => code === 'ECONNRESET' || code === 'EPIPE'));
	t.is(timeWaits(server), 0);
});

onEngines('without --warmup and --duration the whole test is measured', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const result = await on.measure(
		...[...server.options, '--num-conns=20', '--num-calls=5', '--rate=200'],
	);
	t.is(result.window.replies, 100);
	t.is(result.total.replies, 100);
	t.is(result.window.seconds, result.total.seconds);
});

onEngines(
	'--duration ends a run whose calls are not done; calls that are done end it before',
	async (t, on) => {
		using server = await TestServer.start(always(REPLY));
		const cut = await on.measure(...server.options, '--num-calls=1000000000', '--duration=0.3');
		t.is(cut.reason, 'duration');
		const done = await on.measure(...server.options, '--num-calls=3', '--duration=60');
		t.is(done.reason, 'completed');
		t.is(done.total.replies, 3);
	},
);

onEngines('connections: one after the other, at a rate, all at once', async (t, on) => {
	using server = await TestServer.start(socket => {
		void setTimeout(20).then(() => socket.write(REPLY));
	});
	const concurrent = async (...args: string[]) => {
		const {output} = await on.run(...server.options, ...args);
		return Number(/<=(\d+) concurrent/.exec(output)?.[1]);
	};
	t.is(await concurrent('--num-conns=5'), 1);
	t.is(await concurrent('--num-conns=5', '--rate=1000'), 5);
	t.is(await concurrent('--num-conns=5', '--duration=0.3'), 5);
	t.is(await concurrent('--num-conns=5', '--duration=0.3', '--rate=0'), 1);
});

onEngines('the client is named as the bottleneck where it is', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const result = await on.measure(...server.options, '--num-conns=4', '--duration=0.5');
	t.is(result.bottleneck === 'client', result.window.cpuShare >= 0.95);
	const {output} = await on.run(
		...[...server.options, '--num-conns=1', '--request-rate=50', '--duration=1'],
	);
	t.regex(
		output,
		/\nWindow CPU: \d+\.\d % of one processor; below 95\.0 %: the client was not the bottleneck\n$/,
	);
});
