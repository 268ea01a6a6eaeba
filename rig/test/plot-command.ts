// deadweight plot: derived files made anew, and folders that are none, or damaged.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {someRow, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

test('makes summary.csv, graph.png and graph.svg anew, the same each time', async t => {
	const folder = temporaryFolder(t);
	const reasons = [{name: 'RLIMIT_NOFILE', message: 'too few'}];
	writeResults(folder, [
		someRow({}, 1000),
		someRow({dead: 10}, 900),
		someRow({mechanism: 'poll', dead: 10, status: 'not-run', reasons, measures: undefined}),
	]);
	const {exitCode, stdout, stderr} = await runCli(['plot', folder]);
	t.is(exitCode, 0, stderr);
	t.deepEqual(
		stdout.split('\n'),
		['graph.svg', 'graph.png', 'report.html', 'summary.csv'].map(name => join(folder, name)),
	);
	const csv = readFileSync(join(folder, 'summary.csv'), 'utf8');
	t.regex(csv, /^mechanism,dead,replies_per_second,/);
	t.is(csv.trim().split('\n').length, 4);
	t.regex(readFileSync(join(folder, 'graph.svg'), 'utf8'), /<svg/);
	t.deepEqual(readFileSync(join(folder, 'graph.png')).subarray(0, 4), PNG);

	rmSync(join(folder, 'summary.csv'));
	await runCli(['plot', '--log', folder]);
	t.is(readFileSync(join(folder, 'summary.csv'), 'utf8'), csv);
});

const damages: Array<[string, (folder: string) => void, RegExp]> = [
	['an empty folder', () => undefined, /is no results folder: there is no run\.json in it/],
	[
		'run.json is no JSON',
		folder => {
			writeResults(folder, [someRow()]);
			writeFileSync(join(folder, 'run.json'), '{"schema": 1, "sett');
		},
		/run\.json is damaged: it is no JSON/,
	],
	[
		'run.json of another version',
		folder => {
			writeResults(folder, [someRow()]);
			writeFileSync(join(folder, 'run.json'), '{"schema": 99}');
		},
		/run\.json has schema 99; this deadweight reads schema 3/,
	],
	[
		'run.json of something else',
		folder => {
			writeResults(folder, [someRow()]);
			writeFileSync(join(folder, 'run.json'), '{"name": "other", "schema": 3}');
		},
		/run\.json is damaged: startedAt: /,
	],
	[
		'run.json is a folder',
		folder => {
			mkdirSync(join(folder, 'run.json'));
		},
		/is no results folder: EISDIR/,
	],
	[
		'no cells.ndjson',
		folder => {
			writeResults(folder, []);
			rmSync(join(folder, 'cells.ndjson'));
		},
		/has no rows: ENOENT/,
	],
	[
		'a damaged row',
		folder => {
			writeResults(folder, [someRow()]);
			writeFileSync(join(folder, 'cells.ndjson'), 'nonsense\n');
		},
		/cells\.ndjson, line 1 is damaged: it is no JSON/,
	],
];
for (const [name, damage, message] of damages) {
	test(`one message, and no derived file: ${name}`, async t => {
		const folder = temporaryFolder(t);
		damage(folder);
		const {exitCode, stdout, stderr} = await runCli(['plot', folder]);
		t.is(exitCode, 1);
		t.regex(stderr, message);
		t.is(stderr.split('\n').length, 1);
		t.is(stdout, '');
		t.throws(() => readFileSync(join(folder, 'summary.csv')), {code: 'ENOENT'});
	});
}

test('a bad folder does not keep the others from being made', async t => {
	const good = temporaryFolder(t);
	writeResults(good, [someRow()]);
	const {exitCode, stdout, stderr} = await runCli(['plot', temporaryFolder(t), good]);
	t.is(exitCode, 1);
	t.regex(stderr, /is no results folder/);
	t.true(stdout.includes(join(good, 'graph.png')));
});
