// Arguments that make no sense: one clear message, exit status 2, no folder left behind.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const cases: Array<[args: string[], message: RegExp]> = [
	[[], /a command is missing/],
	[['measure'], /Unknown argument: measure/],
	[['run', 'quick', 'smp'], /Unknown argument: smp/],
	[
		['run', 'nonsense'],
		/there is no study nonsense; there are dphttpd-smp, dphttpd-up, pipetest-smp, pipetest-up, quick/,
	],
	[['run', '--bogus'], /Unknown argument: bogus/],
	[['run', '--dead', '1,x'], /--dead 1,x: x is no whole number/],
	[['run', '--dead', '-5'], /--dead -5: -5 is no whole number/],
	[['run', '--dead', '1.5'], /1\.5 is no whole number/],
	[['run', '--dead', '1e3'], /1e3 is no whole number/],
	[['run', '--dead', ''], /--dead : an item of the list is empty/],
	[['run', '--dead', '1,,2'], /an item of the list is empty/],
	[['run', '--dead', '1', '--dead', '2'], /--dead is given more than once/],
	[['run', '--mechanisms', 'epoll,kqueue'], /there is no mechanism kqueue; there are .*epoll/],
	[['run', '--mechanisms', ','], /an item of the list is empty/],
	[['run', '--repeats', '0'], /--repeats must be a whole number of at least 1/],
	[['run', '--repeats', '1.5'], /--repeats must be a whole number/],
	[['run', '--repeats', 'many'], /--repeats must be a whole number/],
	[['run', '--duration', '0'], /--duration must be a number of at least 0\.1/],
	[['run', '--duration', 'x'], /--duration must be a number/],
	[['run', '--warmup', '-1'], /--warmup must be a number of at least 0/],
	[['run', '--connections', '0'], /--connections must be a whole number/],
	[['run', '--msgsize', '0'], /--msgsize must be a whole number/],
	[['run', '--seed', '-1'], /--seed must be a whole number/],
	[['run', '--paper', '--duration', '3'], /duration.*paper|paper.*duration/],
	[['run', '--server-cpus', '0-'], /--server-cpus 0- is no list of processors/],
	[['run', '--load-cpus', '9999'], /there is no CPU 9999 to use here/],
	[['run', '--out', ''], /--out needs a folder/],
	[['list', 'extra'], /Unknown argument: extra/],
	[['doctor', '--dead', 'x'], /--dead must be a whole number/],
	[['plot'], /Not enough non-option arguments/],
];
for (const [args, message] of cases) {
	test.serial(`deadweight ${args.join(' ')}`, async t => {
		const cwd = temporaryFolder(t);
		const {exitCode, stdout, stderr} = await runCli(args, cwd);
		t.is(exitCode, 2, stderr);
		t.regex(stderr, message);
		t.regex(stderr, /^deadweight: .*\nSee deadweight --help$/);
		t.is(stdout, '');
		t.false(existsSync(join(cwd, 'results')));
	});
}

test.serial('a folder that holds something is not written over', async t => {
	const folder = temporaryFolder(t);
	const {exitCode, stderr} = await runCli(['run', '--dead', '0', '--out', join(folder, '..')]);
	t.is(exitCode, 2);
	t.regex(stderr, /is not empty; give another folder with --out/);
});

test.serial('a folder that cannot be made is told of', async t => {
	const {exitCode, stderr} = await runCli(['run', '--dead', '0', '--out', '/dev/null/results']);
	t.is(exitCode, 1);
	t.regex(stderr, /^deadweight: cannot make the results folder \/dev\/null\/results: ENOTDIR/);
});

test.serial('each command has help with an example and the exit codes', async t => {
	for (const command of ['run', 'list', 'doctor', 'plot']) {
		const {exitCode, stdout} = await runCli([command, '--help']);
		t.is(exitCode, 0);
		t.regex(stdout, /Examples:/);
		t.regex(stdout, /Exit status: 0/);
	}
});
