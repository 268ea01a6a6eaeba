// The same plan again; and the list of gates.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {join} from 'node:path';
import test from 'ava';
import {readFacts} from '../agent/facts.js';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	'--repeats',
	'2',
	'--warmup',
	'0.1',
	'--duration',
	'0.3',
	'--connections',
	'20',
	'--retries',
	'0',
];

test.serial(
	'rerun takes settings, order and processors from the run; two mechanisms are compared',
	async t => {
		const [first, second] = [join(temporaryFolder(t), 'out'), join(temporaryFolder(t), 'out')];
		const run = await runCli([
			'run',
			'--dead',
			'0,50',
			'--mechanisms',
			'epoll,poll',
			...small,
			'--out',
			first,
		]);
		t.is(run.exitCode, 0, run.stderr);
		t.regex(
			run.stdout,
			/^A is epoll, B is poll, interleaved in one run: ratios block by block\.$/m,
		);
		t.regex(run.stdout, /^poll \/ epoll: CPU[^]*?^ +50 /m);
		const report = readFileSync(join(first, 'report.html'), 'utf8');
		t.regex(report, /Verdicts[^]*poll \/ epoll[^]*ratios block by block/);

		const rerun = await runCli(['rerun', first, '--out', second, '--json']);
		t.is(rerun.exitCode, 0, rerun.stderr);
		const [a, b] = [runFile.read(first), runFile.read(second)];
		t.deepEqual(b.settings, a.settings);
		t.deepEqual(b.plan, a.plan);
		t.deepEqual(b.topology, a.topology);
		t.true((b.endedAt ?? '') > b.startedAt);
		t.is(cellsFile.read(second, t.fail).length, 8);
		t.true('compared' in (documentOf('run', rerun.stdout) as object));

		const again = await runCli(['rerun', first, '--out', second]);
		t.is(again.exitCode, 2, 'no run is written over');
	},
);

test.serial('run --against compares with another run, in sequence', async t => {
	const [first, second] = [join(temporaryFolder(t), 'out'), join(temporaryFolder(t), 'out')];
	const plan = ['--dead', '0', '--mechanisms', 'epoll', ...small];
	await runCli(['run', ...plan, '--out', first]);
	const {exitCode, stdout, stderr} = await runCli([
		'run',
		...plan,
		'--out',
		second,
		'--against',
		first,
	]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /^A is .*, B is .*, in sequence: a value a cell/m);
});

test.serial(
	'run --against another build interleaves both in one run, also when it is resumed',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const project = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
		const plan = ['--dead', '0', '--mechanisms', 'epoll', ...small, '--against', project];
		const run = await runCli(['run', ...plan, '--out', folder]);
		t.is(run.exitCode, 0, run.stderr);
		const other = `epoll@${project}`;
		t.true(run.stdout.includes(`A is this build, B is ${project}, interleaved in one run`));
		t.true(run.stdout.includes(`${other} / epoll`));
		const rows = cellsFile.read(folder, t.fail);
		t.deepEqual(rows.map(({point}) => point['mechanism']).sort(), ['epoll', 'epoll', other, other]);
		t.false(rows.some(({status}) => status === 'failed' || status === 'not-run'));
		const path = join(folder, 'cells.ndjson');
		const [first = ''] = readFileSync(path, 'utf8').split('\n');
		writeFileSync(path, first + '\n');
		const resumed = await runCli(['run', '--resume', folder]);
		t.is(resumed.exitCode, 0, resumed.stderr);
		t.is(cellsFile.read(folder, t.fail).length, 4);

		const inventory = ['--inventory', 'lab.yml', '--out', join(temporaryFolder(t), 'out')];
		const both = await runCli(['run', ...plan, ...inventory]);
		t.is(both.exitCode, 2);
		t.regex(both.stderr, /runs both on this machine/);
	},
);

test('provenance holds what a run depends on', t => {
	const {platform, versions, sysctls} = readFacts();
	t.true((platform['kernel command line'] ?? '').length > 0);
	t.true((platform['kernel version'] ?? '').startsWith('Linux'));
	t.regex(versions.koffi, /^\d+\.\d+\.\d+$/);
	t.true('net.ipv4.tcp_wmem' in sysctls);
	t.regex(platform['mitigations'] ?? '', /spectre_v2: /);
});

test('gates are listed with what each watches', async t => {
	const {exitCode, stdout} = await runCli(['gates', '--json']);
	t.is(exitCode, 0);
	const {gates} = documentOf('gates', stdout) as {
		gates: Array<{subject: string; name: string; watches: string; spoils: string}>;
	};
	const names = gates.filter(({subject}) => subject === 'dphttpd').map(({name}) => name);
	for (const name of [
		'population-during',
		'syn-retransmits',
		'steal',
		'cgroup-throttled',
		'warm-up',
		'window-too-short',
		'exhaustion',
	]) {
		t.true(names.includes(name), name);
	}

	t.true(gates.every(({watches}) => watches.length > 10));
	const {stdout: text} = await runCli(['gates']);
	t.regex(text, /^dphttpd +client-bound +pace: ≥ +/m);
});
