// A run from end to end, with the real programs: rows, derived files, what is printed.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	'--repeats',
	'1',
	'--warmup',
	'0.1',
	'--duration',
	'0.5',
	'--connections',
	'20',
	'--retries',
	'0',
];

test.serial('a study leaves its rows, a table and a graph', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const args = [
		'--dead',
		'0,200',
		'--mechanisms',
		'sys-epoll,poll,sys_epoll,epoll',
		'--seed',
		'7',
		'--out',
		folder,
	];
	const {exitCode, stdout, stderr} = await runCli(['run', 'dphttpd-up', ...args, ...small]);
	t.is(exitCode, 0, stderr);

	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const row of rows) {
		// A busy machine makes cells invalid: their figures are there all the same.
		t.true(['ok', 'invalid'].includes(row.status), JSON.stringify(row.reasons));
		t.true((row.measures?.['rate'] ?? 0) > 0);
		const detail = dphttpdDetail(row);
		t.deepEqual(detail?.population.after, {
			server: row.point['dead'],
			client: row.point['dead'],
		});
		t.regex(detail?.httperf.engine ?? '', /^(io_uring|epoll)$/);
		t.is(typeof detail?.httperf.warmup?.settled, 'boolean');
	}

	const run = runFile.read(folder);
	t.is(run.settings.seed, 7);
	t.deepEqual(run.settings.vary['mechanism'], ['epoll', 'poll']);
	t.deepEqual(
		rows.map(({index}) => index),
		run.plan.map(({index}) => index),
	);
	t.true(run.hosts.server.kernel.length > 0);

	t.regex(stdout, /^mechanism +dead +replies\/s/m);
	t.regex(stdout, /^epoll +200 /m);
	t.regex(stdout, /^poll +0 /m);
	t.true(stdout.includes(join(folder, 'graph.png')));
	t.true(['graph.png', 'graph.svg', 'summary.csv'].every(name => existsSync(join(folder, name))));
	t.regex(stderr, /^4\/4 {2}\S+, [\d,]+ dead {2}[\d,]+ replies\/s .* \(0 s left\)$/m);
});

test.serial(
	'cells that the machine cannot carry are rows with their reason, and the rest runs',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const args = ['--dead', '0,900000000', '--mechanisms', 'epoll', '--json', '--out', folder];
		const {exitCode, stdout, stderr} = await runCli(['run', ...args, ...small]);
		t.is(exitCode, 0, stderr);
		const [notRun, measured] = cellsFile.read(folder, t.fail);
		t.like(notRun, {status: 'not-run', point: {dead: 900_000_000}});
		t.is(notRun?.measures, undefined);
		for (const {message, value, needed, remedy} of notRun?.reasons ?? []) {
			t.true((needed ?? 0) > (value ?? 0));
			t.regex(message, /^.+ is \d+, needed are \d+; raise it: ./);
			t.true((remedy ?? '').length > 0);
		}

		t.true((notRun?.reasons.length ?? 0) > 0);
		t.is(measured?.point['dead'], 0);
		t.true((measured?.measures?.['rate'] ?? 0) > 0);

		const document = documentOf('run', stdout) as {
			points: unknown[];
			notes: Array<{status: string}>;
		};
		t.is(document.points.length, 2);
		t.true(document.notes.some(({status}) => status === 'not-run'));
	},
);

test.serial(
	'where nothing can run there is a graph of nothing, the reason, and status 1',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const args = ['--dead', '900000000', '--mechanisms', 'epoll', '--out', folder];
		const {exitCode, stdout, stderr} = await runCli(['run', ...args]);
		t.is(exitCode, 1, stderr);
		t.regex(stderr, /^deadweight: nothing was measured: none of these cells can run here/m);
		t.regex(stdout, /^not-run \(3 cells: epoll at 900,000,000 dead\): /m);
		t.regex(readFileSync(join(folder, 'graph.svg'), 'utf8'), /<svg/);
	},
);
