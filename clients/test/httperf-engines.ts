// The engines themselves: which is used, and what only one that batches can get wrong.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import type {Ended} from '../../programs/test/helpers/test-program.js';
import {whyNoUring} from '../httperf/engines/io_uring.js';
import {onEngines} from './helpers/httperf-engines.js';
import {startDphttpd} from './helpers/httperf-peers.js';
import {httperf, resultOf, run} from './helpers/httperf-run.js';
import {REPLY, TestServer, always} from './helpers/httperf-server.js';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const withStrace = hasStrace ? test : test.skip;
const whyNoStrace = hasStrace ? '' : ': strace is not installed';

/** Our httperf on a kernel that permits no io_uring, as in many containers. */
async function runWithoutUring(...args: string[]): Promise<Ended> {
	return run('strace', [
		...['-f', '-qq', '-o', '/dev/null', '-e', 'trace=io_uring_setup'],
		...['-e', 'inject=io_uring_setup:error=EPERM', process.execPath, httperf, ...args],
	]);
}

onEngines('the result names the engine', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	t.is((await on.measure(...server.options)).engine, on.name);
	const {output} = await on.run(...server.options);
	t.true(output.includes(`\nEngine: ${on.name}\n`));
});

test('io_uring is used where the kernel has it', async t => {
	using server = await TestServer.start(always(REPLY));
	const ended = await run(process.execPath, [httperf, '--json', ...server.options]);
	t.is(resultOf(ended).engine, whyNoUring() === undefined ? 'io_uring' : 'epoll');
});

withStrace(`a kernel that permits no io_uring is loaded by epoll${whyNoStrace}`, async t => {
	using server = await TestServer.start(always(REPLY));
	const result = resultOf(await runWithoutUring('--json', ...server.options, '--num-calls=10'));
	t.is(result.engine, 'epoll');
	t.is(result.total.replies, 10);
});

withStrace(`and says why, where io_uring was asked for${whyNoStrace}`, async t => {
	const {code, output, errors} = await runWithoutUring('--engine=io_uring');
	t.is(code, 1);
	t.is(output, '');
	t.regex(errors, /^httperf: --engine io_uring: io_uring_setup: .*\(EPERM\).*--engine epoll/);
});

onEngines('thousands of connections in a turn, more than there are buffers', async (t, on) => {
	using server = await startDphttpd();
	const args = ['--num-conns=6000', '--num-calls=10', '--rate=20000'];
	const result = await on.measure(...server.options, ...args);
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 6000, requests: 60_000, replies: 60_000});
});

onEngines('slots are used again and again, with replies under way', async (t, on) => {
	// Every other connection is given up with its reply half come, and its slot taken by the next.
	using server = await TestServer.start((socket, index) => {
		if (index % 2 === 0) {
			socket.write(REPLY);
		} else {
			socket.write(REPLY.slice(0, 20));
			socket.resetAndDestroy();
		}
	});
	const result = await on.measure(...server.options, '--num-conns=400', '--num-calls=2');
	t.is(result.total.connections, 400);
	t.is(result.total.replies, 400);
	t.like(result.errors, {total: 400, connreset: 400});
});
