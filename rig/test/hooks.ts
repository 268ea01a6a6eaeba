// The user's commands around a cell: what they say is kept with it.
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	...['run', '--mechanisms', 'epoll', '--dead', '0', '--repeats', '1', '--retries', '0', '-q'],
	...['--warmup', '0', '--duration', '300ms', '--connections', '5'],
];

test.serial('--setup, --during with the pid of what is measured, --cleanup', async t => {
	const out = join(temporaryFolder(t), 'out');
	const {stderr} = await runCli([
		...[...small, '-o', out, '--setup', 'echo before', '--cleanup', 'echo after >&2; exit 3'],
		...['--during', "tr '\\0' ' ' </proc/{pid}/cmdline; exec sleep 600"],
	]);
	const [row] = cellsFile.read(out, t.fail);
	t.truthy(row?.measures, stderr);
	const [setup, during, cleanup] = row?.hooks ?? [];
	t.deepEqual(setup, {hook: 'setup', command: 'echo before', status: 0, output: 'before'});
	t.is(during?.hook, 'during');
	t.regex(during?.output ?? '', /servers\/dphttpd\/main\.js/);
	t.regex(during?.command ?? '', /\/proc\/\d+\/cmdline/);
	t.deepEqual([cleanup?.status, cleanup?.output], [3, 'after']);
});

test.serial('a --setup that fails fails its cell; with --inventory there is none', async t => {
	const out = join(temporaryFolder(t), 'out');
	const {exitCode} = await runCli([...small, '-o', out, '--setup', 'echo no disk; false']);
	t.is(exitCode, 1);
	const [row] = cellsFile.read(out, t.fail);
	t.is(row?.status, 'failed');
	t.regex(row?.reasons[0]?.message ?? '', /--setup ended with status 1: no disk/);
	const lab = await runCli(['run', '--setup', 'true', '--inventory', 'lab.yml']);
	t.is(lab.exitCode, 2);
	t.regex(lab.stderr, /--setup runs on this machine.* does not go with --inventory/);
});
