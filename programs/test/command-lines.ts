// The habits of every command line: the rig's and each program's.
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {findPrograms} from '../command-of.js';

type Ended = {readonly status: number; readonly output: string; readonly errors: string};

const deadweight = fileURLToPath(new URL('../../rig/main.js', import.meta.url));
const {version} = JSON.parse(
	readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as {version: string};

/** Arguments without which a program complains of something else. */
const needed: Readonly<Record<string, readonly string[]>> = {
	'': ['run'],
	deadconn: ['127.0.0.1', '1', '1'],
	'blockload-duet': ['1', '2'],
	'httperf-duet': ['1', '2'],
	foreign: ['--server', 'nginx'],
	pipetest: ['1', '1', '1'],
};

test('the programs are commands', t => {
	const names = [...findPrograms().keys()];
	for (const name of [
		'deadconn',
		'dphttpd',
		'foreign',
		'hog',
		'httperf',
		'httperf-duet',
		'pipetest',
	]) {
		t.true(names.includes(name), name);
	}
});

for (const name of ['', ...findPrograms().keys()]) {
	test.serial(`deadweight ${name}`.trim(), async t => {
		const own = name === '' ? [] : [name];
		const called = ['deadweight', ...own].join(' ');
		const extra = needed[name] ?? [];
		const twice = name === '' ? ['--seed=1', '--seed=2'] : ['--cpus=0', '--cpus=1'];
		const help = await run('help', ...own);
		t.is(help.status, 0);
		t.true(help.output.startsWith(`${called} `), help.output);
		t.regex(help.output, /-h, --help[^]*-V, --version[^]*exit status/i);
		const unknown = await run(...own, ...extra, '--hepl');
		t.is(unknown.status, 2);
		t.regex(unknown.errors, /Unknown argument: hepl; did you mean --help\?/);
		t.regex(unknown.errors, new RegExp(`\nSee ${called}( run)? --help\n$`));
		const repeated = await run(...own, ...extra, ...twice);
		t.is(repeated.status, 2);
		t.regex(repeated.errors, /--(cpus|seed) is given more than once/);
		for (const {errors} of [unknown, repeated]) {
			t.notRegex(errors, /^\s+at /m);
		}
	});
}

test.serial('--version and -V', async t => {
	for (const args of [['--version'], ['httperf', '-V']]) {
		const {status, output} = await run(...args);
		t.deepEqual([status, output], [0, `${version}\n`]);
	}
});

test('units, and lists with spaces', async t => {
	const [late, list] = await Promise.all([
		run('httperf', '--duration', '5parsecs'),
		run('run', '--dead', '0,', '1000,', 'x'),
	]);
	t.regex(late.errors, /--duration must be a number from 0\.001/);
	t.regex(list.errors, /--dead 0,1000,x: x is no whole number/);
});

test('a command and a name that were nearly right', async t => {
	const [command, help, study] = await Promise.all([
		run('rnu'),
		run('help', 'rnu'),
		run('run', 'quikc'),
	]);
	t.regex(command.errors, /did you mean run\?/);
	t.deepEqual(help, command);
	t.regex(study.errors, /there is no study quikc; .*did you mean quick\?/);
});

test('a script for the shell completes commands and options', async t => {
	t.regex((await run('completion')).output, /--get-yargs-completions/);
	const {output} = await run('--get-yargs-completions', 'deadweight', 'run', '--dry');
	t.regex(output, /^--dry-run/m);
});

async function run(...args: string[]): Promise<Ended> {
	return new Promise(resolve => {
		const child = execFile(
			process.execPath,
			[deadweight, ...args],
			{timeout: 60_000, env: {...process.env, SHELL: '/bin/bash', LANG: 'de_DE.UTF-8'}},
			(_, output, errors) => {
				resolve({status: child.exitCode ?? -1, output, errors});
			},
		);
		child.stdin?.end();
	});
}
