// deadweight published: every table, with its source, its laws and its graph.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

type Law = {name: string; n: number; eachNs: {value: number; interval?: object}; knee: object};
type Table = {id: string; source: string; curves: Array<{points: unknown[]}>; laws: Law[]};

test('lists the three tables with sources, figures and laws', async t => {
	const {exitCode, stdout, stderr} = await runCli(['published', '--json']);
	t.is(exitCode, 0, stderr);
	const {tables} = documentOf('published', stdout) as {tables: Table[]};
	t.deepEqual(
		tables.map(({id}) => id),
		[
			'dev-poll-2001-07-10-dphttpd',
			'sys_epoll-2002-10-30-dphttpd-smp',
			'sys_epoll-2002-10-30-pipetest-smp',
		],
	);
	t.true(tables.every(({source}) => /Message-Id|Message-ID/.test(source)));
	const law = tables[1]?.laws.find(({name}) => name === 'poll');
	// 414 replies/s at 60 000: some 40 ns for each.
	t.true(law !== undefined && law.eachNs.value > 30 && law.eachNs.value < 50);
	t.is(law?.n, 1);
	t.is(law?.eachNs.interval, undefined);
	const flat = tables[2]?.laws.find(({name}) => name === 'sys_epoll-0.14');
	t.like(flat, {knee: {beyond: 16_000}});
});

test('draws them', async t => {
	const folder = temporaryFolder(t);
	const {exitCode, stdout, stderr} = await runCli(['published', '--out', folder]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /Janet Morgan/);
	for (const id of ['dev-poll-2001-07-10-dphttpd', 'sys_epoll-2002-10-30-pipetest-smp']) {
		t.true(existsSync(join(folder, `${id}.png`)));
		t.regex(readFileSync(join(folder, `${id}.svg`), 'utf8'), /Source/);
	}
});

test('a table that is not there is named, with those that are', async t => {
	const {exitCode, stderr} = await runCli(['published', 'kqueue']);
	t.is(exitCode, 2);
	t.regex(stderr, /there is no published table kqueue; there are dev-poll-2001/);
});

test('plot --published lays them beside a run', async t => {
	const folder = temporaryFolder(t);
	writeResults(
		folder,
		[someRow({}, 100_000), someRow({dead: 5000}, 90_000), someRow({dead: 10_000}, 80_000)],
		someRun({published: 'sys_epoll-2002-10-30-dphttpd-smp'}),
	);
	const {exitCode, stderr} = await runCli(['plot', folder, '--published']);
	t.is(exitCode, 0, stderr);
	const svg = readFileSync(join(folder, 'graph.svg'), 'utf8');
	t.regex(svg, /sys_epoll-0\.14, 2002/);
	t.regex(svg, /Dotted:/);
});
