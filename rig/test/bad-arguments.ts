// Arguments that make no sense: one clear message, exit status 2, no folder left behind.
import {existsSync, readdirSync} from 'node:fs';
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
		/there is no study nonsense; there are .*dphttpd-smp, dphttpd-up, .*pipetest-smp, pipetest-up, quick/,
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
	[['run', '--duration', '0'], /--duration 0: 0 is no number of at least 0\.1/],
	[['run', '--duration', 'x'], /--duration x: x is no number/],
	[['run', '--warmup', '-1'], /--warmup -1: -1 is no number of at least 0/],
	[['run', '--connections', '0'], /--connections 0: 0 is no whole number of at least 1/],
	[['run', '--msgsize', '0'], /--msgsize 0: 0 is no whole number of at least 1/],
	[['run', '--seed', '-1'], /--seed must be a whole number/],
	[['run', '--paper', '--duration', '3'], /duration.*paper|paper.*duration/],
	[['run', '--server-cpus', '0-'], /--server-cpus 0- is no list of processors/],
	[['run', '--load-cpus', '9999'], /there is no CPU 9999 to use here/],
	[['run', '--out', ''], /--out needs a folder/],
	[['list', 'extra'], /there is no study extra/],
	[['list', 'quick', 'extra'], /Unknown argument: extra/],
	[['doctor', '--dead', 'x'], /--dead x: x is no whole number/],
	[['plot'], /Not enough non-option arguments/],
	[['report'], /Not enough non-option arguments/],
	[['rerun'], /Not enough non-option arguments/],
	[['rerun', 'a', 'b'], /Unknown argument: b/],
	[['gates', '--jason'], /Unknown argument: jason/],
	[['run', '--inject', 'slow'], /--inject slow needs a value/],
	[['run', '--inject', 'slow=0'], /--inject slow=0 plants nothing/],
	[['run', '--inject', 'slow=5000%'], /5000% is no number of at least 0 and at most 10/],
	[['run', '--inject', 'lose=1.5'], /1\.5 is no whole number/],
	[['run', '--inject', 'hog=3'], /hog has no value/],
	[['run', '--inject', 'fire'], /is none of these/],
	[['run', '--inject', ''], /is none of these/],
	[['run', 'pipetest-up', '--inject', 'hog'], /no fault that can be planted/],
	[['run', 'pipetest-up', '--dead', '1'], /--dead is for studies of dphttpd/],
	[['run', '--pipes', '10'], /--pipes is for studies of pipetest/],
	[['run', '--set', 'colour=red'], /there is no factor colour; quick is a study of dphttpd/],
	[['run', '--vary', 'msgsize'], /--vary msgsize names no factor and level/],
	[['run', '--set', 'msgsize=x'], /--set msgsize=x: x is no whole number/],
	[['run', '--measures', 'rate,beauty'], /there is no measure beauty; there are rate, cpu/],
	[['run', '--x', 'msgsize'], /--x msgsize does not vary; what varies is mechanism, dead/],
	[['run', './none.yaml'], /there is no study in \.\/none\.yaml/],
	[['study', 'init'], /study init needs a name/],
	[['run', '--resume', 'x', '--inject', 'hog'], /resume.*inject|inject.*resume/],
	[['run', '--force'], /force/],
	[['duet'], /a duet has two sides/],
	[['duet', 'epoll'], /a duet has two sides/],
	[['duet', 'epoll', 'poll', 'select'], /Unknown argument: select/],
	[['duet', 'epoll', 'kqueue'], /there is no mechanism kqueue/],
	[['duet', '@x', 'epoll'], /@x names no mechanism/],
	[['duet', 'epoll@nowhere', 'epoll'], /holds no built checkout of deadweight/],
	[['duet', 'epoll', 'epoll,colour=red'], /there is no setting colour; there are .*msgsize/],
	[['duet', 'epoll', 'epoll,msgsize=x'], /x is no whole number/],
	[['tune'], /Not enough non-option arguments/],
	[['tune', 'wildly'], /Invalid values|plan.*apply.*restore/],
	[['tune', 'plan', '--dead', 'x'], /--dead must be a whole number/],
	[['doctor', 'nonsense'], /there is no study nonsense/],
	[['duet', 'epoll', 'poll', '--slice', '0'], /--slice must be a number of at least 0\.5/],
	[['duet', 'epoll', 'poll', '--slice', 'x'], /--slice must be a number/],
	[['duet', 'epoll', 'poll', '--effect', '0'], /--effect 0 is no share/],
	[['duet', 'epoll', 'poll', '--effect', '200%'], /--effect 200% is no share/],
	[['duet', 'epoll', 'poll', '--effect', 'much'], /--effect much is no share/],
	[['duet', 'epoll', 'poll', '--fail-on', 'sad'], /fail-on.*faster, .*slower|Invalid values/],
	[['duet', 'epoll', 'poll', '--study', 'nonsense'], /there is no study nonsense/],
	[
		['duet', 'epoll', 'poll', '--study', 'pipetest-up', '--dead', '0'],
		/--dead is for studies of dphttpd/,
	],
	[['duet', 'epoll', 'poll', '--out', ''], /--out needs a folder/],
	[['duet', 'epoll', 'poll', '--repeats', '0'], /--repeats must be a whole number/],
	[['duet', 'epoll', 'poll', '--load-cpus', '9999'], /there is no CPU 9999/],
	[['duet', 'epoll', 'poll', '--inject', 'x'], /--inject x is none of these/],
	[['aa', '--times', '0'], /--times must be a whole number of at least 1/],
	[['aa', '--times', 'x'], /--times must be a whole number/],
	[['aa', 'kqueue', '--times', '1'], /there is no mechanism kqueue/],
	[['aa', '--out', ''], /--out needs a folder/],
	[['compare'], /Not enough non-option arguments/],
	[['compare', 'a'], /Not enough non-option arguments/],
	[['compare', 'a', 'b', '--drift', 'x'], /--drift x is no share/],
	[['compare', 'a', 'b', '--effect', '-1'], /effect/],
	[['compare', 'a', 'b', '--out', ''], /--out needs a folder/],
	[['compare', 'a', 'b', '--effect', '1%', '--effect', '2%'], /--effect is given more than once/],
];
for (const [args, message] of cases) {
	test.serial(`deadweight ${args.join(' ')}`, async t => {
		const cwd = temporaryFolder(t);
		const {exitCode, stdout, stderr} = await runCli(args, cwd);
		t.is(exitCode, 2, stderr);
		t.regex(stderr, message);
		t.regex(stderr, /^deadweight: .*\nSee deadweight( [a-z]+)? --help$/);
		t.is(stdout, '');
		t.false(existsSync(join(cwd, 'results')) && readdirSync(join(cwd, 'results')).length > 0);
	});
}

test.serial('a folder that holds something is not written over', async t => {
	const folder = temporaryFolder(t);
	const {exitCode, stderr} = await runCli(['run', '--dead', '0', '--out', join(folder, '..')]);
	t.is(exitCode, 2);
	t.regex(stderr, /is not empty; give another folder with --out/);
});

test.serial('a folder that cannot be made is told of', async t => {
	for (const [folder, why] of [
		['/dev/null/results', 'ENOTDIR'],
		['/proc/results', 'ENOENT'],
	] as const) {
		const {exitCode, stderr} = await runCli(['run', '--dead', '0', '--out', folder]);
		t.is(exitCode, 1);
		t.true(
			stderr.startsWith(`deadweight: cannot make the results folder ${folder}: ${why}`),
			stderr,
		);
	}
});

test.serial('each command has help with an example and the exit codes', async t => {
	for (const command of [
		...['run', 'duet', 'aa', 'compare', 'rerun', 'list', 'gates', 'doctor'],
		...['plot', 'report', 'published', 'results', 'show'],
	]) {
		const {exitCode, stdout} = await runCli([command, '--help']);
		t.is(exitCode, 0);
		t.regex(stdout, /Examples:/);
		t.regex(stdout, /Exit\s+status:/);
	}
});
