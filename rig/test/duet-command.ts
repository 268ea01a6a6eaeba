// Duets from end to end, with the real programs.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {Comparison} from '../method/comparison.js';
import {cellsFile} from '../record/cells-file.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {documentOf} from './helpers/document.js';
import {runCli} from './helpers/cli.js';
import {treeOf, waitForEnd} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = ['--warmup', '0.3', '--duration', '0.5', '--seed', '3', '--retries', '0'];
type Document = {comparison: Comparison; rows: object[]};

test.serial('a side that is slowed is found, and --fail-on says so', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli([
		...['duet', 'epoll', 'epoll', '--inject', 'slow=100%', '--dead', '0,100', '--repeats', '5'],
		...[...small, '--json', '--fail-on', 'slower', '--out', folder],
	]);
	t.is(exitCode, 3, stderr);
	const {comparison} = documentOf('duet', stdout) as Document;
	t.deepEqual(
		comparison.points.map(({x, measures}) => [x, measures['cpu']?.verdict]),
		[
			[0, 'slower'],
			[100, 'slower'],
		],
	);
	for (const {
		measures: {cpu},
	} of comparison.points) {
		t.true((cpu?.value ?? 0) > 1.4 && (cpu?.value ?? 9) < 2.8, String(cpu?.value));
	}

	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 10);
	// Which side opens a quadruple is drawn.
	const openings = new Set(
		rows.flatMap(({slices = []}) => slices.filter((_, at) => at % 4 === 0)).map(([side]) => side),
	);
	t.is(openings.size, 2);
	for (const {sides, point, slices = []} of rows) {
		const count = point['dead'];
		t.is(sides?.length, 2);
		for (const side of sides ?? []) {
			t.deepEqual(dphttpdDetail(side)?.population, {
				before: {server: count, client: count},
				during: {server: count, client: count},
				after: {server: count, client: count},
			});
		}

		const order = slices.map(([side]) => side).join('');
		t.regex(order, /^(0110|1001)+$/);
		t.is(slices.length % 4, 0);
	}

	for (const name of [
		'comparison.json',
		'comparison.csv',
		'ratio.png',
		'ratio.svg',
		'report.html',
	]) {
		t.true(existsSync(join(folder, name)), name);
	}

	const csv = readFileSync(join(folder, 'comparison.csv'), 'utf8');
	const again = await runCli(['plot', folder]);
	t.is(again.exitCode, 0, again.stderr);
	t.is(readFileSync(join(folder, 'comparison.csv'), 'utf8'), csv);
});

test.serial(
	'a side of another build is started from there; circumstances are not pooled',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const own = join(import.meta.dirname, '../../..');
		const {exitCode, stdout, stderr} = await runCli([
			...['duet', `epoll@${own}`, 'poll', '--dead', '0', '--vary', 'receive=waiting,eager'],
			...['--repeats', '2', ...small, '--out', folder],
		]);
		t.is(exitCode, 0, stderr);
		t.regex(stdout, /^A is epoll@.*, B is poll, as duets/m);
		t.regex(stderr, /^4\/4 {2}(waiting|eager), 0 dead /m);
		const csv = readFileSync(join(folder, 'comparison.csv'), 'utf8');
		t.deepEqual(
			[
				...csv.matchAll(/^"poll, \w+ \/ epoll@[^"]*, (\w+)",0,cpu_us_per_reply,.*,2,[a-z ]+$/gm),
			].map(([, receive]) => receive),
			['eager', 'waiting'],
		);
	},
);

test.serial('interrupted, it ends all that it started and keeps what was played', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const rig = runCli([
		'duet',
		'epoll',
		'poll',
		'--dead',
		'100',
		'--repeats',
		'50',
		...small,
		'--out',
		folder,
	]);
	await new Promise<void>(resolve => {
		rig.stderr.on('data', (data: Buffer) => {
			if (String(data).includes('1/50')) {
				resolve();
			}
		});
	});
	const pids = treeOf(rig.pid ?? 0);
	rig.kill('SIGINT');
	const {exitCode} = await rig;
	t.is(exitCode, 130);
	t.deepEqual(await waitForEnd(pids, 20_000), []);
	t.true(cellsFile.read(folder, t.fail).length >= 1);
});

test.serial('what this machine cannot carry is told of, and nothing is compared', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout} = await runCli([
		...[
			'duet',
			'epoll',
			'poll',
			'--dead',
			'900000000',
			'--repeats',
			'2',
			...small,
			'--out',
			folder,
		],
	]);
	t.is(exitCode, 1);
	t.regex(stdout, /not-run \(\d+ cells?: the duet at 900,000,000 dead\): .* raise it: /);
});

test.serial(
	'aa counts what is false; a short series is not kept as the last of its machine',
	async t => {
		const state = temporaryFolder(t);
		const folder = join(temporaryFolder(t), 'out');
		const options = ['--times', '2', '--dead', '0', '--repeats', '2', ...small];
		process.env['XDG_STATE_HOME'] = state;
		const {exitCode, stdout, stderr} = await runCli([
			'aa',
			'poll',
			...options,
			'--json',
			'--out',
			folder,
		]);
		t.is(exitCode, 0, stderr);
		const record = documentOf('aa.json', stdout) as {
			comparisons: number;
			ratios: number;
			mechanism: string;
		};
		t.like(record, {comparisons: 2, mechanism: 'poll'});
		t.true(record.ratios >= 2);
		t.true(existsSync(join(folder, 'aa.json')));
		t.false(existsSync(join(state, 'deadweight/aa.json')));
		const after = await runCli([
			...['duet', 'poll', 'poll', '--dead', '0', '--repeats', '2', ...small],
			...['--out', join(temporaryFolder(t), 'out')],
		]);
		t.regex(after.stdout, /No A\/A series of 10 comparisons or more was made on this machine/);
	},
);

for (const level of ['reuse=none', 'offered=1000', 'extent=completion']) {
	test.serial(`a load that cannot alternate is no silent closed loop: ${level}`, async t => {
		const {exitCode, stdout} = await runCli([
			...['duet', 'poll', 'epoll', '--dead', '0', '--repeats', '1', '--set', level],
			...[...small, '--out', join(temporaryFolder(t), 'out')],
		]);
		t.is(exitCode, 1);
		t.true(stdout.includes(`knows no ${level}`), stdout);
	});
}
