// Several processes as one load client: what they count adds up, and one that is killed is told.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {descendantsOf} from '../../linux/process-tree.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {ReplyTimes} from '../httperf/reply-times.js';
import {httperf, resultOf, run, start} from './helpers/httperf-run.js';
import {REPLY, TestServer, always} from './helpers/httperf-server.js';

test('calls to completion: they have asked as often together as the server was asked', async t => {
	using server = await TestServer.start(always(REPLY));
	const args = ['--num-conns=7', '--num-calls=30', '--rate=1000', '--processes=3'];
	const {processes, reason, total, status, replyTimeUs, window, errors} = resultOf(
		await run(process.execPath, [httperf, '--json', ...server.options, ...args]),
	);
	t.is(processes, 3);
	t.is(reason, 'completed');
	t.like(total, {connections: 7, requests: 210, replies: 210});
	t.like(status, {'2xx': 210});
	t.like(errors, {total: 0});
	t.is(window.replies, 210);
	t.is(replyTimeUs.count, 210);
	t.is(server.requests, 210);
});

test('a window of all: one time, figures added', async t => {
	using server = await TestServer.start(always(REPLY));
	const args = ['--num-conns=5', '--request-rate=400', '--duration=0.5', '--processes=2'];
	using program = start('--json', ...server.options, ...args);
	const {connections} = await program.event('connected');
	t.is(connections, 5);
	const {open, cpu} = await program.report();
	t.is(open, 5);
	t.true(cpu.user + cpu.system > 0);
	const {time: from} = await program.event('measuring');
	const {time: to} = await program.event('measured');
	const ended = await program.ended();
	const {schedule, replyTimeUs, rawReplyTimeUs, window} = resultOf(ended);
	t.is(ended.code, 0, ended.errors);
	// 400 a second for 0.5 s, by two schedules that begin at times of their own.
	t.true(Math.abs(schedule.intended - 200) <= 2, String(schedule.intended));
	t.is(schedule.sent + schedule.skipped, schedule.intended);
	t.is(replyTimeUs.count, schedule.intended);
	t.is(rawReplyTimeUs.count, schedule.sent);
	t.true(window.seconds >= 0.5 && window.seconds <= to - from);
	t.true(Math.abs((window.held ?? 0) - 5) < 1e-6);
});

test('a process that is killed ends all, and is told', async t => {
	using server = await TestServer.start(always(REPLY));
	using program = start(
		'--json',
		...server.options,
		'--num-conns=8',
		'--duration=30',
		'--processes=4',
	);
	await program.event('connected');
	const pids = descendantsOf(program.pid);
	t.is(pids.length, 4);
	process.kill(pids[Math.floor(Math.random() * 4)] ?? 0, 'SIGKILL');
	t.is(await program.exit(), 1);
	t.regex(
		program.errors,
		/^httperf: process [1-4] of 4 ended by SIGKILL: its connections are lost/m,
	);
	await waitFor(
		() => pids.every(hasEnded) || undefined,
		() => 'some are still there',
	);
});

test('histograms are added count for count', t => {
	const [a, b, both] = [new ReplyTimes(), new ReplyTimes(), new ReplyTimes()];
	for (let value = 1; value <= 1000; value++) {
		(value % 3 === 0 ? a : b).record(value / 7);
		both.record(value / 7);
	}

	a.add(b.toJSON());
	t.deepEqual(a.summary(), both.summary());
});

function hasEnded(pid: number): boolean {
	try {
		return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
	} catch {
		return true;
	}
}
