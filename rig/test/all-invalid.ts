// A run of which gates made every cell invalid has measured nothing: it says so, and fails.
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test.serial('a run without one valid cell exits with 1', async t => {
	const folder = join(temporaryFolder(t), 'out');
	// A hundred replies of 64 MiB at once: none comes whole within the window.
	const args = ['--dead', '0', '--mechanisms', 'epoll', '--msgsize', String(2 ** 26)];
	const brief = [
		'--repeats',
		'2',
		'--warmup',
		'0',
		'--duration',
		'0.1',
		'--retries',
		'0',
		'--out',
		folder,
	];
	const {exitCode, stdout, stderr} = await runCli(['run', ...args, ...brief]);
	const rows = cellsFile.read(folder, t.fail);
	t.deepEqual(
		rows.map(({status}) => status),
		['invalid', 'invalid'],
	);
	t.is(exitCode, 1, stderr);
	t.regex(stderr, /^deadweight: nothing was measured: gates made every cell that ran invalid/m);
	t.regex(stdout, /^invalid \(2 cells: epoll at 0 dead\): there were no replies in the window$/m);
});
