// A server that stalls in the window of an open loop: its percentiles show it.
import {setTimeout} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {type OnEngine, onEngines} from './helpers/httperf-engines.js';
import {type Peer, startDphttpd} from './helpers/httperf-peers.js';
import {type ResultEvent, resultOf} from './helpers/httperf-run.js';
import {REPLY, TestServer} from './helpers/httperf-server.js';

const STALL_MS = 400;

onEngines('a server that stops for good in the window', async (t, on) => {
	using server = await startDphttpd();
	const result = await stall(on, server, {goesOn: false});
	whole(t, result);
	t.true(result.schedule.unfinished > 0);
	t.true(result.schedule.unfinished <= 4);
	t.true(result.schedule.skipped > 0);
	t.true(result.window.replies < result.schedule.intended);
	// They are waited for after the window, and then count with their age.
	t.true(result.replyTimeUs['p99.9'] > 2_000_000);
	t.true(result.replyTimeUs.max >= 2_000_000 + STALL_MS * 1000);
});

onEngines('a server that stops in the window, and goes on after it', async (t, on) => {
	using server = await startDphttpd();
	const result = await stall(on, server, {goesOn: true});
	whole(t, result);
	t.like(result.schedule, {skipped: 0, failed: 0, unfinished: 0});
	t.true(result.window.replies < result.schedule.intended);
	t.true(result.replyTimeUs['p99.9'] > STALL_MS * 1000);
	t.true(result.replyTimeUs.p50 < result.replyTimeUs['p99.9']);
});

onEngines('calls that fail count with their age, and as failed', async (t, on) => {
	using server = await TestServer.start((socket, index) => {
		if (index % 10 === 9) {
			setTimeout(STALL_MS).then(
				() => socket.resetAndDestroy(),
				() => undefined,
			);
		} else {
			socket.write(REPLY);
		}
	});
	const args = ['--num-conns=10', '--request-rate=100', '--duration=1'];
	const result = await on.measure(...server.options, ...args);
	whole(t, result);
	t.true(result.schedule.failed > 0);
	// Those that failed in the window and the drain; before it, some may have.
	t.true(result.schedule.failed <= (result.errors['total'] as number));
	t.true(result.replyTimeUs.max >= STALL_MS * 1000);
});

onEngines('a run that is stopped in the window enters what is under way', async (t, on) => {
	using server = await TestServer.start(() => undefined);
	using program = on.start(
		'--json',
		...server.options,
		'--num-conns=3',
		'--request-rate=100',
		'--num-calls=1000',
	);
	await program.event('measuring');
	await setTimeout(STALL_MS);
	program.signal('SIGTERM');
	const stopped = resultOf(await program.ended());
	t.is(stopped.reason, 'stopped');
	whole(t, stopped);
	t.is(stopped.schedule.unfinished, 3);
	t.true(stopped.replyTimeUs.max >= STALL_MS * 1000 * 0.9);
});

/** Every call that was to start in the window has a time, and one end. */
function whole(t: ExecutionContext, {schedule, replyTimeUs, rawReplyTimeUs}: ResultEvent): void {
	t.is(replyTimeUs.count, schedule.intended);
	t.is(schedule.intended, schedule.sent + schedule.skipped);
	t.is(rawReplyTimeUs.count, schedule.sent);
}

/** Loads `server`, which stops in the middle of the window, and may go on after its end. */
async function stall(
	on: OnEngine,
	server: Peer,
	{goesOn}: {goesOn: boolean},
): Promise<ResultEvent> {
	using program = on.start(
		...['--json', ...server.options, '--num-conns=4', '--request-rate=500', '--duration=2'],
	);
	await program.event('measuring');
	// The tenth that is left out, and then half of the window.
	await setTimeout(200 + 1000);
	server.signal('SIGSTOP');
	await program.event('measured');
	if (goesOn) {
		await setTimeout(STALL_MS);
		server.signal('SIGCONT');
	}

	return resultOf(await program.ended());
}
