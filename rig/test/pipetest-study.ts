// A pipetest study runs through the same plan, cells, results and plots.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	'--mechanisms',
	'poll,sys-epoll,io_uring',
	'--repeats',
	'1',
	'--duration',
	'0.2',
	'--retries',
	'0',
];

test.serial(
	'counts are pipes, rates are passes, and what cannot be carried has its reason',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const pipes = ['--pipes', '10,200,900000000'];
		const {exitCode, stdout, stderr} = await runCli([
			'run',
			'pipetest-up',
			...pipes,
			...small,
			'--out',
			folder,
		]);
		t.is(exitCode, 0, stderr);
		const rows = cellsFile.read(folder, t.fail);
		t.is(rows.length, 9);
		for (const {status, point, measures, detail, reasons} of rows) {
			if (Number(point['pipes']) > 200) {
				t.is(status, 'not-run');
				t.regex(reasons[0]?.message ?? '', /is \d+, needed are \d+; raise it: /);
			} else {
				t.true(['ok', 'invalid'].includes(status), JSON.stringify(reasons));
				t.true((detail?.['cpuShare'] as number) > 0);
				t.true((measures?.['rate'] ?? 0) > 0 && (measures?.['waits'] ?? 0) >= 0.99);
			}
		}

		t.regex(stdout, /^mechanism +pipes +passes\/s/m);
		t.regex(
			readFileSync(join(folder, 'summary.csv'), 'utf8'),
			/^mechanism,pipes,passes_per_second,/,
		);
		t.true(existsSync(join(folder, 'graph.png')));
		t.regex(stderr, /^6\/6 {2}\S+, \d+ pipes {2}[\d,]+ passes\/s .* µs CPU\/pass/m);
	},
);

test('options of the other subject are refused', async t => {
	for (const [study, option, message] of [
		[
			'pipetest-up',
			'--dead',
			/--dead is for studies of dphttpd and relay; pipetest-up is one of pipetest/,
		],
		['dphttpd-up', '--pipes', /--pipes is for studies of pipetest; dphttpd-up is one of dphttpd/],
	] as const) {
		const {exitCode, stderr} = await runCli(['run', study, option, '10']);
		t.is(exitCode, 2);
		t.regex(stderr, message);
	}
});
