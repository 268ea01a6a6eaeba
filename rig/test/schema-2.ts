// Results of schema 2 that deadweight wrote when that was its schema: read, drawn, compared, gone on.
import {cpSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import type {Row} from '../record/row.js';
import {readResults} from '../run/stored-run.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const kept = fileURLToPath(new URL('../../../rig/test/fixtures/schema-2/', import.meta.url));

/** A copy of a kept folder: commands write into it. */
function copyOf(t: ExecutionContext, name: string): string {
	const folder = join(temporaryFolder(t), name);
	cpSync(join(kept, name), folder, {recursive: true});
	return folder;
}

const firstLines: Array<[string, string, object, object | undefined]> = [
	[
		'run',
		'cells.ndjson',
		{mechanism: 'poll', dead: 0},
		{rate: 21038.086985571124, 'cpu.user': 3.836300742700173, 'cpu.system': 8.595177535863261},
	],
	['pipes', 'cells.ndjson', {mechanism: 'poll', pipes: 10}, {rate: 222150.43084695106}],
	['duet', 'duets.ndjson', {dead: 0}, undefined],
];
for (const [name, file, point, measures] of firstLines) {
	test(`${name}: points, figures and reasons are those of the file`, t => {
		const {run, rows} = readResults(join(kept, name), t.fail);
		const lines = readFileSync(join(kept, name, file), 'utf8')
			.trim()
			.split('\n');
		t.is(run.plan.length, lines.length);
		t.is(rows.length, lines.length);
		t.like(rows[0]?.point, point);
		if (measures !== undefined) {
			t.like(rows[0]?.measures, measures);
		}

		for (const [index, line] of lines.entries()) {
			const {
				status,
				reasons,
				sides = [],
			} = JSON.parse(line) as Pick<Row, 'status' | 'reasons' | 'sides'>;
			// What bounds the pace is found by today's rule, and leaves a cell valid.
			const faults = reasons.filter(({name: gate}) => gate !== 'client-bound');
			const ofSides = sides
				.flatMap(side => side.reasons)
				.filter(({name: gate}) => gate !== 'client-bound');
			const isBound = status === 'invalid' && faults.length + ofSides.length === 0;
			t.is(rows[index]?.status, isBound ? 'ok' : status);
			t.is(rows[index]?.reasons.filter(({bounds}) => !bounds).length, faults.length);
		}
	});
}

test('both sides of a duet keep their figures', t => {
	const {rows} = readResults(join(kept, 'duet'), t.fail);
	const [line] = readFileSync(join(kept, 'duet', 'duets.ndjson'), 'utf8').split('\n');
	const {sides} = JSON.parse(line ?? '') as {sides: Array<{figures: {rate: number}}>};
	t.deepEqual(
		rows[0]?.sides?.map(({measures}) => measures?.['rate']),
		sides.map(({figures}) => figures.rate),
	);
});

for (const name of ['run', 'pipes', 'duet']) {
	test(`${name}: plot and report write every file again`, async t => {
		const folder = copyOf(t, name);
		for (const command of ['plot', 'report']) {
			const {exitCode, stderr} = await runCli([command, folder]);
			t.is(exitCode, 0, stderr);
		}

		t.true(existsSync(join(folder, name === 'duet' ? 'ratio.png' : 'graph.png')));
		t.true(existsSync(join(folder, 'report.html')));
	});
}

test('compare takes one beside another', async t => {
	const out = join(temporaryFolder(t), 'out');
	const folder = join(kept, 'run');
	const {exitCode, stdout, stderr} = await runCli(['compare', folder, folder, '--out', out]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /^epoll +500 .* 0\.0 % /m);
});

test('a run goes on under --force, in rows of today', async t => {
	const folder = copyOf(t, 'run');
	const path = join(folder, 'cells.ndjson');
	const before = readFileSync(path, 'utf8').trim().split('\n');
	writeFileSync(path, `${before.slice(0, 10).join('\n')}\n`);
	const {exitCode, stderr} = await runCli(['run', '--resume', folder, '--force']);
	t.is(exitCode, 0, stderr);
	const {rows} = readResults(folder, t.fail);
	t.is(rows.length, before.length);
	t.is(new Set(rows.map(({index}) => index)).size, before.length);
});

test('its run.json is a study', async t => {
	const {exitCode, stdout, stderr} = await runCli(['list', join(kept, 'run', 'run.json')]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /0, 500/);
});
