// Published tables say all of themselves: a file is known by being there.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {studyChart} from '../study-chart.js';
import {publishedGraph, withPublished} from '../published/graph.js';
import {readPublished, type PublishedTable} from '../published/tables.js';

const tables = readPublished();

test('all are read, the oldest first, each with its source and a whole row of cells', t => {
	t.true(tables.length >= 16);
	t.deepEqual(
		tables.map(({year}) => year),
		tables.map(({year}) => year).sort((a, b) => a - b),
	);
	for (const {id, title, source, year, subject, header, rows} of tables) {
		t.true(title !== '' && source !== '' && subject !== '' && year >= 2001, id);
		t.true(rows.length > 0 && rows.every(row => row.length === header.length), id);
	}
});

test('figures are those that were published', t => {
	const dphttpd = find('sys_epoll-2002-10-30-dphttpd-smp');
	t.deepEqual(dphttpd.axes, {
		x: 'Dead connections',
		unit: 'dead',
		y: 'Reply rate [replies/s]',
		scale: 'linear',
	});
	const poll = dphttpd.curves.find(({name}) => name === 'poll');
	t.deepEqual(poll?.points.at(-1), {x: 60_000, y: 414.5});
	const parted = find('dev-poll-2001-07-10-dphttpd').curves;
	t.is(parted.length, 9);
	t.deepEqual(parted[0], {
		name: 'poll, 128 bytes',
		points: [
			{x: 0, y: 22_510, deviation: 600},
			{x: 1000, y: 14_800, deviation: 603},
			{x: 2000, y: 10_800, deviation: 400},
			{x: 4000, y: 7200, deviation: 180},
		],
	});
});

test('a table of words and counts is as it was published', t => {
	const {header, rows, curves, subject} = find('published-haproxy-2013');
	t.is(subject, 'relay');
	t.deepEqual(curves, []);
	const calls = Object.fromEntries(header.map((name, index) => [name, rows[0]?.[index]]));
	t.like(calls, {mode: 'tcp', syscall: 'epoll_wait', before_calls: '60000', after_calls: '50012'});
	const quoted = find('published-envoy').rows.map(([, what]) => what);
	t.true(quoted.includes('default socket interface, one pinned CPU, 30 s, 100 connections'));
});

test('curves stand alone, or dotted beside measured ones', t => {
	const table = find('sys_epoll-2002-10-30-pipetest-smp');
	const alone = publishedGraph(table, 'A law.');
	t.is(alone.subtitle, 'As published in 2002; kernel 2.5.44');
	t.regex(alone.caption, /^A law\. Source: Janet Morgan.*\.$/);
	t.like(alone.panels[0], {label: 'Token passes [passes/s]', scale: 'log'});

	const points = [{x: 1000, y: 5, state: 'ok'} as const];
	const measured = studyChart({
		...{title: '', subtitle: '', caption: {}, x: alone.x},
		panels: [
			{label: 'Wait', unit: 'µs', series: []},
			{label: 'Token passes', unit: 'passes/s', series: [{name: 'poll', line: 'solid', points}]},
		],
	});
	const both = withPublished(measured, table).panels[1]?.series;
	t.deepEqual(
		both?.map(({name, line}) => [name, line]),
		[
			['poll', 'solid'],
			['sys_epoll-0.9, 2002', 'dotted'],
			['sys_epoll-0.14, 2002', 'dotted'],
			['poll, 2002', 'dotted'],
		],
	);
	t.is(both?.at(-1)?.points.at(-1)?.x, 1000, 'up to what was measured');
	const other = {...measured, x: {...measured.x, label: 'Tokens'}};
	t.is(withPublished(other, table), other, 'of another factor');
	t.is(withPublished(measured, find('published-envoy')), measured, 'with no curves');
});

test('a file is a table by being there; one that does not say what it is, is named', t => {
	const folder = temporaryFolder(t);
	const comments = ['# Title: T', '# Source: S: a book', '# Year: 1999', '# Subject: own'];
	writeFileSync(join(folder, 'a#1.csv'), [...comments, 'a,b', '1,"2, or # 3"', ''].join('\n'));
	const url = pathToFileURL(`${folder}/`);
	t.deepEqual(readPublished(url), [
		{
			...{id: 'a#1', title: 'T', source: 'S: a book', year: 1999, subject: 'own', notes: []},
			...{curves: [], header: ['a', 'b'], rows: [['1', '2, or # 3']]},
		},
	]);
	writeFileSync(join(folder, 'b.csv'), '# Title: T\na,b\n1,2\n');
	t.throws(() => readPublished(url), {message: /^b\.csv has no comment "# Source: …"/});
});

function find(id: string): PublishedTable {
	return tables.find(table => table.id === id) as PublishedTable;
}

function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'published-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	return folder;
}
