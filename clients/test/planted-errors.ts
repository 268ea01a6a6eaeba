// Errors that a kernel may return, planted into the system calls of deadconn and pipetest by strace.
import {spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {findPipeMechanisms} from '../pipetest/mechanisms.js';
import {runDeadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';
import {runPipetest} from './helpers/pipetest.js';

const mechanisms = await findPipeMechanisms();
const hasStrace = spawnSync('strace', ['-V']).status === 0;
const ERRORS = ['EINTR', 'ENOMEM'];

/** Late enough for Node to have begun, which aborts at an error of its own loop, and over before it ends. */
const OFTEN = '20..200+7';

for (const error of ERRORS) {
	ifStrace(`deadconn opens all while the kernel says ${error} now and then`, async t => {
		using server = await CountingServer.start();
		// An error of a connect is not among those that pass unnoticed: the original rests a second.
		const calls = ['epoll_wait', 'epoll_ctl', ...(error === 'EINTR' ? ['connect'] : [])];
		const args = ['127.0.0.1', String(server.port), '500', '--json'];
		using client = runDeadconn(args, planted(calls, error));
		t.is((await client.event('ready')).open, 500);
		await server.until(({dead}) => dead === 500);
		t.is(server.accepted, 500);
		t.is(await client.close(), 0);
		t.is(client.errors, '');
		t.false(client.events.some(({event}) => event === 'warning'));
	});
}

const calls: Readonly<Record<string, readonly string[]>> = {
	'aio-poll': ['io_submit', 'io_getevents'],
	io_uring: ['io_uring_enter'],
	'io_uring-poll': ['io_uring_enter'],
	poll: ['poll'],
	select: ['pselect6'],
};

for (const [index, {name, probe}] of mechanisms.entries()) {
	const error = ERRORS[index % 2] ?? '';
	const title = `pipetest: ${name} passes all while the kernel says ${error} now and then`;
	if (!probe.ok) {
		test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	ifStrace(title, async t => {
		const by = planted(calls[name] ?? ['epoll_wait', 'epoll_ctl'], error);
		const setting = ['--paper', '--warmup', 0, '--json', name, 20, 3, 200];
		const {status, output, errors} = await runPipetest(setting, {by});
		t.is(status, 0, errors);
		t.is(errors, '');
		const result = JSON.parse(output.trim().split('\n').at(-1) ?? '') as {passes: number};
		t.is(result.passes, 600);
	});
}

/** The command that plants an error into calls of the program whose own follows. */
function planted(names: readonly string[], error: string): string[] {
	return [
		...['strace', '-o', '/dev/null', '-e', `trace=${names.join(',')}`],
		...names.flatMap(name => ['-e', `inject=${name}:error=${error}:when=${OFTEN}`]),
	];
}

function ifStrace(title: string, body: (t: ExecutionContext) => Promise<void>): void {
	if (hasStrace) {
		test.serial(title, body);
	} else {
		test.skip(`${title} (skipped: strace is not installed)`, () => undefined);
	}
}
