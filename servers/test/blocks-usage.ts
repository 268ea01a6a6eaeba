// Bad arguments of blocks and of its load end in one message and status 2; what cannot be done, in status 1.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';

const blocks = 'servers/blocks';
const blockload = 'clients/blockload';
const bad: Array<[program: string, args: string[], status: number, message: RegExp]> = [
	[blocks, ['--reply', 'cork', '--transport', 'unix'], 2, /has no TCP_CORK \(EOPNOTSUPP\)/],
	[blocks, ['--security', 'tls', '--reply', 'writev'], 2, /no call that sends several parts/],
	[blocks, ['--security', 'ktls', '--transport', 'unix'], 2, /a Unix socket has no kTLS/],
	[blocks, ['--path', '/tmp/disk'], 2, /--path is of a Unix socket: it needs --transport unix/],
	[blocks, ['--size', '0'], 2, /--size must be a whole number from 1/],
	[blocks, ['--mechanism', 'epoll-et', '--port', '0'], 1, /epoll-et reports edges/],
	[blocks, ['--transport', 'unix', '--path', '/proc/none'], 1, /^blocks: bind: /],
	[blockload, ['--inflight', '513'], 2, /--inflight must be a whole number from 1 to 512/],
	[blockload, ['--duration', '1', '--requests', '1'], 2, /does not go with --requests/],
	[blockload, ['--path', '/nowhere/disk'], 1, /^blockload: connect: .*ENOENT/],
];

for (const [program, args, due, message] of bad) {
	test(`${program} refuses ${args.join(' ')}`, t => {
		const [node = '', ...rest] = commandOf(program, args);
		const {status, stderr, stdout} = spawnSync(node, rest, {encoding: 'utf8', timeout: 60_000});
		t.is(status, due);
		t.regex(stderr, message);
		t.notRegex(stderr, /\n\s+at /, 'no stack trace');
		t.is(stdout, '');
	});
}
