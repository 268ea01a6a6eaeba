// Results shown again: in a table, to paste, and for programs; and what a run would be.
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parse} from 'csv-parse/sync';
import {fitTerminal, layOut} from '../output/table.js';
import {schemaText} from '../commands/schema.js';
import {exitTable} from '../failure.js';
import {documents} from '../output/documents.js';
import {SCHEMA} from '../record/row.js';
import {readFileSync} from 'node:fs';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test('show prints a folder again, in each format', async t => {
	const folder = join(temporaryFolder(t), 'out');
	mkdirSync(folder);
	// A measure that is shown and stands beside has one column.
	writeResults(
		folder,
		[someRow({dead: 0}, 1234), someRow({dead: 10, index: 1}, 1200)],
		someRun({beside: ['cpu', 'waits']}),
	);
	const before = readdirSync(folder);
	const [table, markdown, csv, json, both] = await Promise.all([
		runCli(['show', folder]),
		runCli(['show', folder, '--format', 'markdown']),
		runCli(['show', folder, '--format=csv']),
		runCli(['show', folder, '--json']),
		runCli(['show', folder, '--json', '--format', 'csv']),
	]);
	for (const {exitCode, stderr} of [table, markdown, csv, json]) {
		t.is(exitCode, 0, stderr);
	}

	t.regex(table.stdout, /^mechanism +dead +replies\/s/m);
	t.is(table.stdout.match(/CPU µs\/reply/g)?.length, 1);
	t.regex(markdown.stdout, /^\| mechanism \| dead \| replies\/s \|.*\n\| --- \| ---: \| ---: \|/m);
	t.regex(markdown.stdout, /^\| epoll \| 10 \| 1,200 \|/m);
	t.regex(csv.stdout, /^mechanism,dead,.*\nepoll,0,1234,/);
	t.is((documentOf('run', json.stdout) as {points: object[]}).points.length, 2);
	t.is(both.exitCode, 2);
	t.regex(both.stderr, /--json does not go with --format csv/);
	t.deepEqual(readdirSync(folder), before);
});

test('results lists what there is, and what was interrupted or damaged', async t => {
	const all = temporaryFolder(t);
	for (const name of ['a-cut', 'b-damaged', 'c-other']) {
		mkdirSync(join(all, name));
	}

	writeResults(join(all, 'a-cut'), [someRow()]);
	writeFileSync(join(all, 'b-damaged', 'run.json'), '{');
	const {plan} = someRun();
	const {exitCode, stdout} = await runCli(['results', all]);
	t.is(exitCode, 0);
	t.regex(
		stdout,
		new RegExp(`a-cut +run +test +2002-10-30 12:00 +1 of ${plan.length} +interrupted`),
	);
	t.regex(stdout, /b-damaged +damaged .*it is no JSON/);
	t.notRegex(stdout, /c-other/);
	const json = await runCli(['results', all, '--json']);
	t.like(documentOf('results', json.stdout), {
		results: [{kind: 'run', done: 1}, {kind: 'damaged'}],
	});
	const none = await runCli(['results', join(all, 'nowhere')]);
	t.is(none.exitCode, 1);
	t.regex(
		none.stderr,
		/there are no results in .*nowhere: there is no such folder; name the folder/,
	);
});

test('a dry run, and doctor, tell the plan with its options, and leave nothing behind', async t => {
	const cwd = temporaryFolder(t);
	const small = ['--dead', '5', '--mechanisms', 'epoll', '--repeats', '2'];
	const [dry, json, duet, doctor, odd] = await Promise.all([
		runCli(['run', ...small, '--dry-run'], cwd),
		runCli(['run', ...small, '--measures', 'cpu,capacity,cpu', '--dry-run', '--json'], cwd),
		runCli(['duet', 'poll', 'epoll', '--dead', '0,5', '--repeats', '3', '-q', '--dry-run'], cwd),
		runCli(['doctor', 'quick', ...small], cwd),
		runCli(['doctor', '--repeats', '2'], cwd),
	]);
	t.is(dry.exitCode, 0, dry.stderr);
	t.regex(dry.stdout, /^quick: 2 cells, about \d+ s/);
	t.regex(dry.stdout, /^dead +x axis +5$/m);
	t.is(doctor.stdout, dry.stdout);
	t.like(documentOf('plan', json.stdout), {
		...{cells: 2, notes: []},
		settings: {measures: ['cpu', 'capacity'], beside: ['cpu.user', 'cpu.system', 'slab', 'rss']},
	});
	t.regex(duet.stdout, /^duet: 6 duets, .*\n[^]*^A +poll$/m);
	t.is(odd.exitCode, 2);
	t.regex(odd.stderr, /--repeats is about the cells of a study/);
	t.deepEqual(readdirSync(cwd), []);
});

test('whatever prints a table prints it in every format', async t => {
	for (const command of [
		['gates'],
		['doctor', '--dead', '10'],
		['run', '--dead', '5', '--mechanisms', 'epoll', '--dry-run'],
	]) {
		const [markdown, csv] = await Promise.all(
			['markdown', 'csv'].map(async format => runCli([...command, '--format', format])),
		);
		const [, header = '', first = ''] =
			/^\| (.*) \|\n\|(?: ---:? \|)+\n\| (.*) \|$/m.exec(markdown?.stdout ?? '') ?? [];
		const [names = [], row = []] = parse(csv?.stdout ?? '', {relaxColumnCount: true});
		t.deepEqual(names, header.split(' | '), command.join(' '));
		t.deepEqual(row, first.split(' | '), command.join(' '));
	}
});

test('a table is no wider than a terminal, as far as its words allow', t => {
	const header = ['server', 'what stands in its way here'];
	const rows = [['nginx', 'it is not installed, and nobody knows why that should be so']];
	const wide = layOut(header, rows, [], Infinity);
	const narrow = layOut(header, rows, [], 40);
	t.is(wide.split('\n').length, 2);
	t.true(
		narrow.split('\n').every(line => line.length <= 40),
		narrow,
	);
	t.is(narrow.replaceAll(/\s+/g, ' ').match(/installed|nobody|should/g)?.length, 3);
	// Sentences beside it; a line with columns, or without a space, is left.
	const path = `/${'x'.repeat(30)}`;
	t.is(
		fitTerminal(`  one two three four\na   b   c   d   e   f\n${path}\n`, 13),
		`  one two\n  three four\na   b   c   d   e   f\n${path}\n`,
	);
});

test('the exit statuses of the reference are those of --help', async t => {
	const reference = readFileSync(new URL('../../../docs/reference.md', import.meta.url), 'utf8');
	const {stdout} = await runCli(['--help']);
	const help = stdout.replaceAll(/\s+/g, ' ');
	for (const [status, meaning] of exitTable) {
		t.true(reference.includes(`| ${status} | ${meaning} |`), meaning);
		t.true(help.includes(` ${status} ${meaning}`), meaning);
	}
});

test('deadweight schema tells what JSON is like, and the reference names each schema', async t => {
	const reference = readFileSync(new URL('../../../docs/reference.md', import.meta.url), 'utf8');
	const [one, none] = await Promise.all([
		runCli(['schema', 'cells.ndjson']),
		runCli(['schema', 'rnu']),
	]);
	t.like(JSON.parse(one.stdout), {type: 'object', properties: {schema: {const: SCHEMA}}});
	t.is(none.exitCode, 2);
	t.regex(none.stderr, /there is no schema rnu; .*did you mean run\?/);
	for (const name of Object.keys(documents)) {
		t.regex(schemaText(name), /"\$schema": "https:\/\/json-schema/);
		t.true(reference.includes(`\`${name}\``), name);
	}
});
