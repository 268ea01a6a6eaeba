// The command line of pipetest, and its early ends.
import test from 'ava';
import {runPipetest} from './helpers/pipetest.js';

const mistakes: Array<[args: Array<string | number>, status: number, message: RegExp]> = [
	[[], 2, /usage: pipetest \[mechanism\] num_pipes message_threads max_generation/],
	[['poll', 10, 1], 2, /num_pipes must be a whole number from 1, not poll/],
	[['poll', 10, 1, 300, 5], 2, /usage: pipetest/],
	[['poll', 10, 0, 300], 2, /message_threads must be a whole number from 1, not 0/],
	[['poll', 'ten', 1, 300], 2, /num_pipes must be a whole number from 1, not ten/],
	[['poll', 10, 1, 300, '--routing', 'first'], 2, /routing/],
	[
		['poll', 10, 1, 300, '--paper', '--min-duration', 1],
		2,
		/--(paper|min-duration) does not go with --(paper|min-duration)/,
	],
	[['poll', 10, 1, 300, '--min-duration', -1], 2, /must be seconds from 0/],
	[['poll', 10, 1, 300, '--cpus', 'x'], 2, /x is no list of processors/],
	[['poll', 10, 1, 300, '--fast'], 2, /Unknown argument: fast/],
	[['kqueue', 10, 1, 300], 1, /there is no mechanism kqueue; there are aio-poll, epoll/],
];
for (const [args, expected, message] of mistakes) {
	test(`a mistake is named: ${args.join(' ')}`, async t => {
		const {status, output, errors} = await runPipetest(args);
		t.is(status, expected);
		t.is(output, '');
		t.regex(errors, message);
		t.notRegex(errors, /^\s+at /m);
	});
}

test('--help shows an example, the routings and the exit statuses', async t => {
	const {status, output} = await runPipetest(['--help']);
	t.is(status, 0);
	t.regex(output, /poll 1000 1 300/);
	t.regex(output, /last/);
	t.regex(output, /Exit status: 0/);
});

test('--list-mechanisms has the completion beside the pollers', async t => {
	const {output} = await runPipetest(['--list-mechanisms', '--json']);
	const {mechanisms} = JSON.parse(output) as {mechanisms: Array<{name: string; kind: string}>};
	t.is(mechanisms.find(({name}) => name === 'io_uring')?.kind, 'completion');
	t.is(mechanisms.find(({name}) => name === 'poll')?.kind, 'readiness');
});

for (const end of ['SIGTERM', 'input'] as const) {
	test(`it ends early by ${end}`, async t => {
		const {status, output, errors} = await runPipetest(
			['epoll', 10, 1, 300, '--min-duration', 1000],
			{end},
		);
		t.is(status, 1);
		t.notRegex(output, /Ok!/);
		t.regex(errors, /stopped before the end: (SIGTERM|standard input closed)/);
	});
}
