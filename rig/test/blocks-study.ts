// A study of blocks runs as any other: counts are exact, and what cannot be is a row with its reason.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	...['--vary', 'reply=split,cork', '--vary', 'transport=tcp,unix', '--vary', 'block=4k,32k'],
	...['--set', 'disk=1m'],
	...['--repeats', '1', '--warmup', '0', '--duration', '0.2', '--retries', '0'],
];

/** Calls and segments of a read. */
const expected: Readonly<Record<string, readonly [calls: number, segments?: number]>> = {
	'split tcp': [3, 3],
	'split unix': [3],
	'cork tcp': [5, 1],
};

test('cork: calls and segments of a read, and no TCP_CORK on a Unix socket', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli(['run', 'cork', ...small, '--out', folder]);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 8);
	for (const {status, point, measures, reasons} of rows) {
		const place = `${point['reply']} ${point['transport']}`;
		const due = expected[place];
		if (due === undefined) {
			t.is(status, 'not-run');
			t.regex(reasons[0]?.message ?? '', /a Unix socket has no TCP_CORK: .*EOPNOTSUPP/);
		} else {
			t.is(status, 'ok', JSON.stringify(reasons));
			const [calls, segments] = due;
			t.is(measures?.['calls.read'], calls, place);
			const found = measures?.['segments'];
			t.true(found === segments || Math.abs((found ?? 0) - (segments ?? 0)) <= 0.03, place);
			t.is(measures?.['calls.write'], undefined);
		}
	}

	t.regex(stdout, /^cork, unix +4,096 .* 1 not run/m);
	t.true(existsSync(join(folder, 'graph.png')));
});
