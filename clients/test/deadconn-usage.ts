// The command line of deadconn.
import test from 'ava';
import {runDeadconn} from './helpers/deadconn.js';

async function run(...args: string[]): Promise<{status: number; output: string; errors: string}> {
	using program = runDeadconn(args);
	const status = await program.exit();
	return {status, output: program.output, errors: program.errors};
}

test('with fewer than three arguments it prints its usage and exits with 1', async t => {
	for (const args of [[], ['127.0.0.1'], ['127.0.0.1', '80']]) {
		const {status, output, errors} = await run(...args);
		t.is(status, 1);
		t.is(output, '');
		t.regex(errors, /deadweight deadconn SERVER PORT N/);
	}
});

test('--help shows an example and the exit statuses', async t => {
	const {status, output} = await run('--help');
	t.is(status, 0);
	t.regex(output, /deadconn 127\.0\.0\.1 8080 16000/);
	t.regex(output, /Exit status: 0/);
});

const mistakes: Array<[args: string[], message: RegExp]> = [
	[['127.0.0.1', 'http', '5'], /PORT must be a whole number from 1 to 65535, not http/],
	[['127.0.0.1', '0', '5'], /PORT must be/],
	[['127.0.0.1', '80', '-5'], /N must be a whole number/],
	[['127.0.0.1', '80', '1.5'], /N must be a whole number/],
	[['127.0.0.1', '80', '5', '6'], /Unknown argument: 6/],
	[['127.0.0.1', '80', '5', '--fast'], /Unknown argument: fast/],
	[['127.0.0.1', '80', '5', '--rate', '-1'], /--rate must be a number of at least 0/],
	[['127.0.0.1', '80', '5', '--rate', 'high'], /--rate/],
	[['127.0.0.1', '80', '5', '--timeout', '0'], /--timeout/],
	[['127.0.0.1', '80', '5', '--processes', '0'], /--processes must be a whole number from 1/],
	[
		['127.0.0.1', '80', '5', '--sources', '127.0.0.1,host'],
		/--sources: host is no address of IPv4 or IPv6/,
	],
	[['127.0.0.1', '80', '5', '--cpus', '1-x'], /--cpus: 1-x is no list of processors/],
];

for (const [args, message] of mistakes) {
	test(`a mistake is named, and the exit status is 2: ${args.slice(1).join(' ')}`, async t => {
		const {status, output, errors} = await run(...args);
		t.is(status, 2);
		t.is(output, '');
		t.regex(errors, message);
		t.notRegex(errors, /^\s+at /m);
	});
}

test('a server without an address is named', async t => {
	const {status, errors} = await run('no-such-host.invalid', '80', '5');
	t.is(status, 1);
	t.regex(errors, /no-such-host\.invalid has no address/);
});

test('a processor that is not there is no crash', async t => {
	const {status, errors} = await run('127.0.0.1', '80', '5', '--cpus', '1000');
	t.is(status, 1);
	t.regex(errors, /there is no processor 1000 to run on here: this process has [\d,]+/);
	t.notRegex(errors, /^\s+at /m);
});
