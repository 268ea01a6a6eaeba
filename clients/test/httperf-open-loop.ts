// The open loop: calls at their own times, timed from then, whatever the server does.
import test from 'ava';
import {Schedule} from '../httperf/schedule.js';
import {onEngines} from './helpers/httperf-engines.js';
import {type Answer, REPLY, TestServer, always} from './helpers/httperf-server.js';

onEngines('as many calls as were intended, over all connections', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const result = await on.measure(
		...[...server.options, '--num-conns=8', '--num-calls=50', '--request-rate=800'],
	);
	t.is(result.mode, 'open');
	t.is(result.reason, 'completed');
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 8, requests: 400, replies: 400});
	t.like(result.schedule, {intended: 400, sent: 400, skipped: 0});
	t.is(result.replyTimeUs.count, 400);
	t.is(result.rawReplyTimeUs.count, 400);
	t.is(server.requests, 400);
	// 399 intervals of 1.25 ms.
	t.true(result.total.seconds >= 0.498);
});

onEngines(
	'what is intended in a window of so many seconds is rate times seconds',
	async (t, on) => {
		using server = await TestServer.start(always(REPLY));
		const args = ['--num-conns=8', '--request-rate=500', '--warmup=0.3', '--duration=1'];
		const result = await on.measure(...server.options, ...args);
		t.true(Math.abs(result.schedule.intended - 500) <= 5);
		t.is(result.schedule.intended, result.schedule.sent + result.schedule.skipped);
	},
);

test('a Poisson schedule is that of its seed', t => {
	const of = (poissonSeed: number) => {
		const schedule = new Schedule(1000, {rate: 50, poissonSeed});
		return Array.from({length: 4000}, () => {
			const {next} = schedule;
			schedule.advance();
			return next;
		});
	};
	t.deepEqual(of(7), of(7));
	t.notDeepEqual(of(7), of(8));
	const times = [1000, ...of(7)];
	const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
	const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
	const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
	// Exponential: the standard deviation is the mean, and 1/e of the gaps exceed it.
	t.true(Math.abs(mean - 20) < 1);
	t.true(Math.abs(Math.sqrt(variance) - mean) < 1.5);
	const longer = gaps.filter(gap => gap > mean).length / gaps.length;
	t.true(Math.abs(longer - Math.exp(-1)) < 0.03);
	t.true(gaps.every(gap => gap >= 0));
});

test('an even schedule does not drift', t => {
	const schedule = new Schedule(5, {rate: 3000, poissonSeed: undefined});
	t.is(schedule.next, 5);
	for (let count = 0; count < 3_000_000; count++) {
		schedule.advance();
	}

	t.is(schedule.next, 1_000_005);
});

onEngines('--poisson: the same seed, the same number of calls', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const common = ['--num-conns=16', '--request-rate=300', '--poisson', '--duration=1'];
	const intended = async (seed: number) =>
		(await on.measure(...server.options, ...common, `--seed=${seed}`)).schedule.intended;
	t.is(await intended(3), await intended(3));
});

onEngines(
	'a stall of the server is seen from the intended start, and hardly from the actual one',
	async (t, on) => {
		let stalled = false;
		const answer: Answer = (socket, index) => {
			if (index === 60 && !stalled) {
				stalled = true;
				// Stops this process, and so the server with all its connections.
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
			}

			socket.write(REPLY);
		};
		using server = await TestServer.start(answer);
		const args = ['--num-conns=2', '--num-calls=200', '--request-rate=400'];
		const result = await on.measure(...server.options, ...args);
		t.true(stalled);
		t.is(result.total.replies, 400);
		// Of 400 calls, some 120 were due in the stall; two were under way.
		t.true(result.replyTimeUs.p90 > 100_000);
		t.true(result.replyTimeUs.max >= 300_000);
		t.true(result.rawReplyTimeUs.p90 < result.replyTimeUs.p90 / 2);
		t.true(result.rawReplyTimeUs.max >= 290_000);
		t.true(result.schedule.late >= 100);
	},
);

onEngines('calls that were never sent are skipped, and counted', async (t, on) => {
	using server = await TestServer.start(() => undefined);
	const args = ['--num-conns=3', '--request-rate=100', '--duration=1'];
	const {schedule, total, reason} = await on.measure(...server.options, ...args);
	t.is(reason, 'duration');
	t.is(total.requests, 3);
	t.true(schedule.sent <= 3);
	t.is(schedule.unfinished, schedule.sent);
	t.is(schedule.skipped, schedule.intended - schedule.sent);
	t.true(Math.abs(schedule.intended - 100) <= 1);
});

onEngines('an idle open loop does not use its processor', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	const args = ['--num-conns=2', '--request-rate=20', '--warmup=0.5', '--duration=1'];
	const result = await on.measure(...server.options, ...args);
	t.true(result.window.cpuShare < 0.5);
	t.is(result.bottleneck, 'not the client');
});

onEngines('calls go to all connections in turn', async (t, on) => {
	const perConnection: number[] = [];
	using server = await TestServer.start((socket, index) => {
		perConnection[server.clientPorts.indexOf(socket.remotePort ?? 0)] = index + 1;
		socket.write(REPLY);
	});
	await on.measure(...server.options, '--num-conns=5', '--num-calls=20', '--request-rate=200');
	t.is(perConnection.length, 5);
	t.true(perConnection.every(count => count >= 15 && count <= 25));
});
