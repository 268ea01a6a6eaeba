// Servers of others take part in duets and runs, by their names.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {Comparison} from '../method/comparison.js';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const servers = ['haproxy', 'nginx'] as const;
const small = [
	'--warmup',
	'0.3',
	'--duration',
	'0.5',
	'--seed',
	'3',
	'--msgsize',
	'128',
	'--retries',
	'0',
];
const sbin = {PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`};

for (const server of servers) {
	const isHere = spawnSync(server, ['-v'], {env: sbin}).error === undefined;
	const serverTest = isHere ? test.serial : test.skip;

	serverTest(`${server} and ours in a duet (skipped where it is not installed)`, async t => {
		const folder = join(temporaryFolder(t), 'out');
		const {exitCode, stdout, stderr} = await runCli([
			...['duet', 'epoll', server, '--dead', '0,200', '--repeats', '2', ...small],
			...['--json', '--out', folder],
		]);
		t.is(exitCode, 0, stderr);
		const {comparison} = JSON.parse(stdout) as {comparison: Comparison};
		t.regex(
			readFileSync(join(folder, 'report.html'), 'utf8'),
			new RegExp(`B is ${server} \\(version \\d+\\.\\d+`),
		);
		t.deepEqual(
			comparison.points.map(({x, measures}) => [x, (measures['cpu']?.value ?? 0) > 0]),
			[
				[0, true],
				[200, true],
			],
		);
		for (const {point, sides = []} of cellsFile.read(folder, t.fail)) {
			const count = point['dead'];
			for (const [index, side] of sides.entries()) {
				const {measures = {}, reasons} = side;
				// It was judged as ours is: the counts of both ends agree.
				t.false(
					reasons.some(({name}) => /^population|^reply-counts|^program-ends/.test(name)),
					JSON.stringify(reasons),
				);
				t.is(measures['waits'] === undefined, index === 1);
				t.true((measures['cpu'] ?? 0) > 1);
				const both = {server: count, client: count};
				t.deepEqual(dphttpdDetail(side)?.population, {
					before: both,
					during: both,
					after: both,
				});
			}
		}
	});

	serverTest(
		`${server} among the mechanisms of a run (skipped where it is not installed)`,
		async t => {
			const folder = join(temporaryFolder(t), 'out');
			const {exitCode, stderr} = await runCli([
				...['run', 'quick', '--mechanisms', `epoll,${server}`, '--dead', '0,100,200'],
				...['--repeats', '1', ...small, '--out', folder],
			]);
			t.is(exitCode, 0, stderr);
			const run = runFile.read(folder);
			const {mechanism: mechanisms = []} = run.options;
			const found = mechanisms.find(({name}) => name === server);
			t.regex(found?.note ?? '', /^version \d+\.\d+/, 'provenance tells its version');
			const rows = cellsFile.read(folder, t.fail);
			t.is(rows.length, 6);
			for (const row of rows) {
				t.is(row.measures?.['waits'] === undefined, row.point['mechanism'] === server);
				t.true((dphttpdDetail(row)?.server.replies ?? 0) > 100);
				t.false(
					row.reasons.some(({spoils, bounds}) => spoils !== 'pace' && !bounds),
					JSON.stringify(row.reasons),
				);
			}

			const changed = mechanisms.map(each =>
				each.name === server ? {...each, note: 'version 0.1'} : each,
			);
			runFile.write(folder, {...run, options: {mechanism: changed}});
			const resumed = await runCli(['run', '--resume', folder]);
			t.is(resumed.exitCode, 2);
			t.regex(resumed.stderr, new RegExp(`${server} was version 0.1, is version \\d`));

			const again = await runCli(['rerun', folder, '--out', join(folder, '../again')]);
			t.is(again.exitCode, 0, again.stderr);
		},
	);

	serverTest(`${server} cannot be slowed (skipped where it is not installed)`, async t => {
		const folder = join(temporaryFolder(t), 'out');
		for (const command of [
			['duet', 'epoll', server],
			['run', 'quick', '--mechanisms', server],
		]) {
			const {exitCode, stderr} = await runCli([
				...[...command, '--inject', 'slow=5%', '--dead', '0', '--out', folder],
			]);
			t.is(exitCode, 2);
			t.regex(stderr, new RegExp(`${server} cannot be slowed`));
		}
	});
}
