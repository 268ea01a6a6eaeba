// The study reply: its factors reach dphttpd, whose calls are counted by name; completion refuses to join.
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	...['--vary', 'reply=whole,split,cork,writev', '--vary', 'msgsize=512'],
	...['--set', 'connections=10', '--repeats', '1', '--retries', '0'],
	...['--warmup', '0', '--duration', '0.2'],
];

/** Of a reply. */
const expected: Readonly<Record<string, Readonly<Record<string, number | undefined>>>> = {
	whole: {sendto: 1, writev: undefined, setsockopt: undefined},
	split: {sendto: 2, writev: 0, setsockopt: 0},
	cork: {sendto: 2, writev: 0, setsockopt: 2},
	writev: {sendto: 0, writev: 1, setsockopt: 0},
};

test('reply: calls by name, by how header and body are sent', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stderr} = await runCli(['run', 'reply', ...small, '--out', folder]);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const {point, measures = {}} of rows) {
		const reply = String(point['reply']);
		for (const [name, due] of Object.entries(expected[reply] ?? {})) {
			const found = measures[`syscalls.${name}`];
			const where = `${reply}, ${name}: ${found}`;
			// A snapshot may fall amid a turn: replies are counted before they are sent.
			t.true(found === due || Math.abs((found ?? 0) - (due ?? 0)) <= 0.01 * (due ?? 0), where);
		}

		// Requests are among them, and what others do on loopback.
		const segments = measures['segments.TCPOrigDataSent'] ?? 0;
		t.true(segments >= (reply === 'split' ? 2.95 : 1.95), `${reply}: ${segments}`);
	}
});

test.serial('completion and servers of others know no such reply', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const run = async (mechanism: string) =>
		runCli(['run', 'reply', '--set', `mechanism=${mechanism}`, '--out', folder]);
	const uring = await run('io_uring');
	t.is(uring.exitCode, 2);
	t.regex(uring.stderr, /io_uring (knows no reply=cork: it submits|is not here|cannot)/);
	const node = await run('node-http');
	t.is(node.exitCode, 2);
	t.regex(node.stderr, /node-http knows neither reply nor nodelay/);
});
