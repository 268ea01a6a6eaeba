// Too many pipes are refused before any is made: which limit, its value, what is needed, the remedy.
import test from 'ava';
import {findPipeMechanisms} from '../pipetest/mechanisms.js';
import {runPipetest} from './helpers/pipetest.js';

const aio = (await findPipeMechanisms()).find(({name}) => name === 'aio-poll');
const fewDescriptors = ['sh', '-c', 'ulimit -n 100 && exec "$@"', 'sh'];

test('more pipes than descriptors', async t => {
	const {status, output, errors} = await runPipetest(['epoll', 50, 1, 300], {
		by: fewDescriptors,
	});
	t.is(status, 3);
	t.is(output, '');
	t.regex(
		errors,
		/50 pipes need 1\d\d descriptors, two each and \d+ besides: RLIMIT_NOFILE is 100/,
	);
	t.regex(errors, /raise it: ulimit -n 1\d\d/);
});

test('as many as there are descriptors for', async t => {
	const {status, errors} = await runPipetest(['epoll', 25, 1, 30, '--paper'], {
		by: fewDescriptors,
	});
	t.is(status, 0, errors);
});

test('more pipes than select can watch', async t => {
	const {status, output} = await runPipetest(['select', 600, 1, 300, '--json']);
	t.is(status, 3);
	t.like(JSON.parse(output), {event: 'failed', limit: 'FD_SETSIZE', value: '1024'});
});

if (aio?.probe.ok !== true || !aio.probe.limit) {
	test.skip('more pipes than aio requests (skipped: no aio-poll here)', () => undefined);
} else {
	const {descriptors} = aio.probe.limit;
	test('more pipes than aio requests, or descriptors, whichever are fewer', async t => {
		const {status, output} = await runPipetest(['aio-poll', descriptors + 1, 1, 300, '--json']);
		t.is(status, 3);
		const {limit, value, needed, remedy} = JSON.parse(output) as Record<string, string>;
		t.regex(limit ?? '', /^(fs\.aio-max-nr less fs\.aio-nr|RLIMIT_NOFILE)$/);
		t.true(Number(needed) > Number(value));
		t.regex(remedy ?? '', /fs\.aio-max-nr|ulimit -n/);
	});
}
