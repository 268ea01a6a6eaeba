// Bad arguments end in one message and status 2; what cannot be done, in one message and status 1.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';

const bad: Array<[args: string[], message: RegExp]> = [
	[['--port', '65536'], /--port must be a whole number from 0 to 65535/],
	[['--port', '-1'], /--port must be/],
	[['--port', 'http'], /--port must be/],
	[['--port', '1.5'], /--port must be/],
	[['--msgsize', '0'], /--msgsize must be/],
	[['--maxfds', '0'], /--maxfds must be/],
	[['--stksize', '1'], /--stksize must be/],
	[['--backlog', 'many'], /--backlog must be/],
	[['--address', 'localhost'], /--address localhost is no address, as in 127\.0\.0\.1 or ::1/],
	[['--address', '1.2.3.256'], /is no address/],
	[['--cpus', 'x'], /x is no list of processors/],
	[['--cpus', '3-1'], /3-1 is no list of processors/],
	[['--receive', 'never'], /--receive never is none of waiting, eager, yield/],
	[['--reply', 'writev', '--close-with-reply'], /together with its end: leave out --reply/],
	[['--mechansim', 'poll'], /Unknown argument/],
	[['8080'], /Unknown (command|argument): 8080/],
];

for (const [args, message] of bad) {
	test(`refuses ${args.join(' ')}`, t => {
		const {status, stderr, stdout} = run(...args);
		t.is(status, 2);
		t.regex(stderr, message);
		t.notRegex(stderr, /\n\s+at /, 'no stack trace');
		t.is(stdout, '');
	});
}

test('names the mechanisms that there are', t => {
	const {status, stderr} = run('--mechanism', 'kqueue');
	t.is(status, 1);
	t.regex(stderr, /no mechanism kqueue; there are .*epoll, .*io_uring, .*poll, select/);
});

test('completion has no receive to be eager with, and says so', t => {
	const {status, stderr} = run('--mechanism', 'io_uring', '--receive', 'eager', '--port', '0');
	t.is(status, 1);
	t.regex(
		stderr,
		/^dphttpd: io_uring (is given what has come, and never asks|cannot be used here)/,
	);
});

test('says why it cannot listen', t => {
	const {status, stderr} = run('--address', '203.0.113.1', '--port', '0');
	t.is(status, 1);
	t.regex(stderr, /^dphttpd: bind: .*EADDRNOTAVAIL/);
});

test('says that a processor is not there', t => {
	const {status, stderr} = run('--cpus', '1000', '--port', '0');
	t.is(status, 1);
	t.regex(stderr, /there is no processor 1000 to run on here/);
});

test('lists every mechanism in its folders, with its probe', t => {
	const {status, stdout} = run('--list-mechanisms', '--json');
	t.is(status, 0);
	const {mechanisms} = JSON.parse(stdout) as {
		mechanisms: Array<{name: string; aliases?: string[]; ok: boolean}>;
	};
	t.deepEqual(mechanisms.map(({name}) => name).sort(), [
		'aio-poll',
		'epoll',
		'epoll-et',
		'epoll-oneshot',
		'io_uring',
		'io_uring-poll',
		'poll',
		'select',
	]);
	t.true(mechanisms.every(({ok}) => typeof ok === 'boolean'));
	t.deepEqual(
		mechanisms.flatMap(({name, aliases}) => (aliases ? [[name, ...aliases]] : [])),
		[['epoll', 'sys-epoll', 'sys_epoll']],
	);
});

test('explains itself, with an example and its exit status', t => {
	const {status, stdout} = run('--help');
	t.is(status, 0);
	for (const text of [
		/--maxfds 20000\s[^]*--stksize 4096/,
		/no\s+coroutine\s+stacks/,
		/Exit status/,
	]) {
		t.regex(stdout, text);
	}
});

function run(...args: string[]): {status: number | null; stdout: string; stderr: string} {
	const [node = '', ...rest] = commandOf('servers/dphttpd', args);
	return spawnSync(node, rest, {encoding: 'utf8', timeout: 20_000});
}
