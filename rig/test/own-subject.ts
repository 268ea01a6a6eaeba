// A subject and a study that exist only in this folder: everything that ours can, they can.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {readResults} from '../run/stored-run.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const subject = fileURLToPath(new URL('sort/subject.js', import.meta.url));

const study = `question: What does sorting N numbers cost?
subject: ${subject}
vary:
  gaps: [halves, ciura]
  numbers: [100, 1000]
x: numbers
scale: log
repeats: 2
notMeasured:
  - numbers that are nearly sorted
`;

/** A study's file in a folder of its own, and a folder for results. */
function start(t: ExecutionContext) {
	const folder = temporaryFolder(t);
	const file = join(folder, 'sorting.yaml');
	writeFileSync(file, study);
	return {file, out: join(folder, 'out'), folder};
}

async function deadweight(t: ExecutionContext, ...args: string[]): Promise<string> {
	const {exitCode, stdout, stderr} = await runCli(args);
	t.is(exitCode, 0, stderr);
	return stdout;
}

test('it is listed, run, tabled, drawn, and written as CSV', async t => {
	const {file, out} = start(t);
	t.regex(await deadweight(t, 'list', file), /halves, ciura/);
	const table = await deadweight(t, 'run', file, '--out', out);
	t.regex(table, /gaps +numbers +Sorts \[sorts\/s\]/);
	t.regex(table, /ciura +1,000/);
	const {rows} = readResults(out, t.fail);
	t.is(rows.length, 8);
	t.true(rows.every(({status}) => status === 'ok'));
	const moves = (gaps: string) =>
		rows.find(({point}) => point['gaps'] === gaps && point['numbers'] === 1000)?.measures?.[
			'moves'
		];
	t.true(Number(moves('ciura')) < Number(moves('halves')));
	const [head] = readFileSync(join(out, 'summary.csv'), 'utf8').split('\n');
	t.regex(head ?? '', /^gaps,numbers,sorts_per_second,.*,moves_per_sort,/);
	t.regex(readFileSync(join(out, 'graph.svg'), 'utf8'), /sorts\/s/);
	t.regex(readFileSync(join(out, 'report.html'), 'utf8'), /What does sorting N numbers cost\?/);
});

test('it is gone on with, without the study’s file', async t => {
	const {file, out, folder} = start(t);
	await deadweight(t, 'run', file, '--out', out);
	const path = join(out, 'cells.ndjson');
	const lines = readFileSync(path, 'utf8').trim().split('\n');
	writeFileSync(path, `${lines.slice(0, 3).join('\n')}\n`);
	writeFileSync(file, '');
	await deadweight(t, 'run', '--resume', out);
	const after = readFileSync(path, 'utf8').trim().split('\n');
	t.is(after.length, lines.length);
	t.deepEqual(after.slice(0, 3), lines.slice(0, 3));
	const again = join(folder, 'again');
	await deadweight(t, 'rerun', out, '--out', again);
	t.is(readResults(again, t.fail).rows.length, lines.length);
});

test('its two settings are held against each other in a duet', async t => {
	const {file, out} = start(t);
	const table = await deadweight(t, 'duet', 'halves', 'ciura', '--study', file, '--out', out);
	t.regex(table, /^ciura \/ halves: Sorts[^]*?^ +1,000 /m);
	t.true(existsSync(join(out, 'ratio.png')));
	const {rows} = readResults(out, t.fail);
	t.is(rows.length, 4);
	t.true(rows.every(({sides}) => sides?.length === 2));
});

test('its two settings are loaded in turns in a run, and its graph has both', async t => {
	const {file, out} = start(t);
	const table = await deadweight(t, 'run', file, '--in-turns', '--out', out);
	t.regex(table, /A is halves, B is ciura, both at once, loaded in turns: loads, A B B A/);
	t.regex(table, /^ciura \/ halves: Sorts[^]*?^ +1,000 /m);
	const {rows} = readResults(out, t.fail);
	t.is(rows.length, 4);
	t.true(rows.every(({sides}) => sides?.length === 2));
	const csv = readFileSync(join(out, 'summary.csv'), 'utf8');
	t.regex(csv, /^halves,100,/m);
	t.regex(csv, /^ciura,1000,/m);
});

test('two of its runs are compared', async t => {
	const {file, out, folder} = start(t);
	const other = join(folder, 'other');
	for (const each of [out, other]) {
		await deadweight(t, 'run', file, '--set', 'duration=0.05', '--out', each);
	}

	const table = await deadweight(t, 'compare', out, other, '--out', join(folder, 'both'));
	t.regex(table, /ciura +1,000 +\d/);
});

test('any factor of it varies from the command line, and JSON has it', async t => {
	const {file, out} = start(t);
	const args = ['--vary', 'numbers=10,20,30', '--set', 'gaps=ciura', '--repeats', '1'];
	const text = await deadweight(t, 'run', file, ...args, '--json', '--out', out);
	t.like(JSON.parse(text), {settings: {vary: {numbers: [10, 20, 30]}}});
	t.deepEqual(
		readResults(out, t.fail)
			.rows.map(({point}) => Number(point['numbers']))
			.sort((a, b) => a - b),
		[10, 20, 30],
	);
});
