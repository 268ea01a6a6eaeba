// The lines of the study of 2002 run as they stand, and print what the original printed; then, what a
// program in C would not have.
import test from 'ava';
import {findPipeMechanisms} from '../pipetest/mechanisms.js';
import {runPipetest} from './helpers/pipetest.js';

const mechanisms = await findPipeMechanisms();
for (const [asked, name] of [
	['poll', 'poll'],
	['aio-poll', 'aio-poll'],
	['sys-epoll', 'epoll'],
] as const) {
	const probe = mechanisms.find(mechanism => mechanism.name === name)?.probe;
	if (probe?.ok !== true) {
		test.skip(`pipetest ${asked} 1000 1 300 (skipped: ${probe?.reason ?? ''})`, () => undefined);
		continue;
	}

	test(`pipetest ${asked} 1000 1 300`, async t => {
		const {status, output, errors} = await runPipetest([asked, 1000, 1, 300]);
		t.is(status, 0, errors);
		const passes = printed(output, name);
		t.true(passes > 300 && passes % 300 === 0, output);
	});

	test(`pipetest ${asked} 1000 1 300 --paper: one life`, async t => {
		const {status, output, errors} = await runPipetest([asked, 1000, 1, 300, '--paper']);
		t.is(status, 0, errors);
		t.is(printed(output, name), 300);
	});
}

test('the mechanism is poll unless given', async t => {
	const {output} = await runPipetest([10, 2, 30, '--paper']);
	t.is(printed(output, 'poll'), 60);
});

/** The passes that the report tells, each line in its place and in accord with the others. */
function printed(output: string, mode: string): number {
	const lines =
		/^using \d+ pipe pairs, \d+ message threads, \d+ max generation\nOk! Mode (\S+): (\d+) passes in ([\d.]+) seconds\npasses_per_sec: ([\d.]+)\nA pass takes [^\n]+\n$/.exec(
			output,
		);
	const [, name, passes = 0, seconds = 0, rate = 0] = lines ?? [];
	const isInAccord = Math.abs(Number(passes) / Number(seconds) / Number(rate) - 1) < 0.01;
	return name === mode && isInAccord ? Number(passes) : Number.NaN;
}
