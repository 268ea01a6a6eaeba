// deadweight compare: runs held against each other.
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parse} from 'csv-parse/sync';
import type {Comparison} from '../method/comparison.js';
import type {Row} from '../record/row.js';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import type {SettingsChange} from './helpers/settings.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

type Compared = {
	readonly comparison: Comparison;
	readonly how: string;
	readonly isDriftUnknown: boolean;
};

test.before(() => {
	// No A/A of this machine's user is to be seen.
	process.env['XDG_STATE_HOME'] = '/nonexistent';
});

test.serial('two runs: ratios, laws, what differs, a graph and a report', async t => {
	const [a, b] = [run(t, 1), run(t, 0.8, {set: {slow: 0.25}})];
	const out = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli([
		...['compare', a, b, '--drift', '1%', '--fail-on', 'slower', '--out', out],
	]);
	t.is(exitCode, 3, stderr);
	t.regex(
		stdout,
		/^epoll: replies\/s\n *dead +A +B +change +95 % interval +n +B is\n +0 +100,000 ±1 % +80,000 ±1 % +−20\.0 % +−\d+\.\d to −\d+\.\d +3 +slower$/m,
	);
	const tables = stdout.split('\n').filter(line => /^(epoll|scaling| *(dead|[\d,]+) )/.test(line));
	t.true(
		tables.every(line => line.length <= 80),
		tables.join('\n'),
	);
	t.regex(stdout, /^slowdown +0 +0\.25$/m);
	t.regex(stdout, /in sequence: a value a cell/);
	t.regex(stdout, /^scaling law/m);
	for (const name of [
		'comparison.json',
		'comparison.csv',
		'ratio.png',
		'ratio.svg',
		'report.html',
	]) {
		t.true(existsSync(join(out, name)), name);
	}

	const [record] = parse<Record<string, string>>(
		readFileSync(join(out, 'comparison.csv'), 'utf8'),
		{columns: true},
	);
	t.like(record, {
		...{compared: 'epoll', dead: '0', measure: 'replies_per_second', a: '100000', a_low: '99000'},
		...{b: '80000', n: '3', confidence: '0.95', verdict: 'slower'},
	});
	t.true(Math.abs(Number(record?.['change_percent']) + 20) < 0.001);
	const {comparison} = documentOf(
		'compare',
		readFileSync(join(out, 'comparison.json'), 'utf8'),
	) as Compared;
	// A law of one run a side is a number, and no verdict.
	t.is(comparison.tests, 6);
	t.like(comparison.laws[0], {name: 'epoll', n: 1});
	t.is(comparison.laws[0]?.verdict, undefined);
	t.true(
		comparison.points.every(
			({measures: {rate, cpu}}) => rate?.verdict === 'slower' && cpu?.verdict === 'slower',
		),
	);
});

test.serial(
	'one run a side, and a drift that nobody knows: no verdict, and what to do',
	async t => {
		const {exitCode, stdout} = await compare(t, run(t, 1), run(t, 0.5));
		t.is(exitCode, 0);
		t.regex(stdout, /cannot tell/);
		t.notRegex(stdout, /(faster|slower)$/m);
		t.regex(stdout, /There are no verdicts: one run a side cannot know what drifts between runs/);
		t.regex(stdout, /No A\/A series of 10 comparisons or more was made on this machine/);
	},
);

test.serial('several runs a side need no drift: a run is one value', async t => {
	const [a, b] = [set(t, [1, 1.01, 0.99]), set(t, [0.9, 0.91, 0.89])];
	const {exitCode, stdout, stderr} = await compare(t, a, b, '--json');
	t.is(exitCode, 0, stderr);
	const {comparison, how, isDriftUnknown} = documentOf('compare', stdout) as Compared;
	t.regex(how, /3 and 3 runs, each one value/);
	t.is(comparison.laws[0]?.n, 3);
	t.is(comparison.tests, 7);
	t.false(isDriftUnknown);
	const [first] = comparison.points;
	t.is(first?.measures['rate']?.n, 3);
	t.true(Math.abs((first?.measures['rate']?.value ?? 0) - 0.9) < 0.001);
});

test.serial('cells that gates made invalid are in no ratio', async t => {
	const folder = temporaryFolder(t);
	const good = cells(1);
	const bad = cells(5).map((row): Row => ({
		...row,
		status: 'invalid',
		reasons: [{name: 'population-after', message: 'm'}],
	}));
	writeResults(folder, [...good, ...bad]);
	const {stdout} = await compare(t, run(t, 1), folder, '--json', '--drift', '1%');
	const {comparison} = documentOf('compare', stdout) as Compared;
	t.true(comparison.points.every(({measures: {rate}}) => Math.abs((rate?.value ?? 0) - 1) < 0.001));
});

const refusals: Array<[string, SettingsChange, RegExp]> = [
	['another study', {study: 'other'}, /study is test and other/],
	['another load', {set: {connections: 11}}, /active connections is 10 active and 11 active/],
	['replies of another size', {set: {msgsize: 64}}, /reply size is 128 B and 64 B/],
	['run to completion', {set: {extent: 'completion'}}, /extent of the load is time and completion/],
];
for (const [name, settings, message] of refusals) {
	test.serial(`refuses ${name}`, async t => {
		const {exitCode, stderr, stdout} = await compare(t, run(t, 1), run(t, 1, settings));
		t.is(exitCode, 2);
		t.is(stdout, '');
		t.regex(stderr, message);
	});
}

test.serial('refuses another topology, and a set of runs that are not of one kind', async t => {
	const other = temporaryFolder(t);
	const {topology, ...rest} = someRun();
	writeResults(other, cells(1), {...rest, topology: {...topology, label: 'lab'}});
	const refused = await compare(t, run(t, 1), other);
	t.regex(refused.stderr, /hosts is shared host and lab/);
	const mixed = temporaryFolder(t);
	for (const [index, settings] of [{}, {set: {connections: 11}}].entries()) {
		mkdirSync(join(mixed, String(index)));
		writeResults(join(mixed, String(index)), cells(1), someRun(settings));
	}

	const set = await compare(t, mixed, run(t, 1));
	t.is(set.exitCode, 2);
	t.regex(set.stderr, /cannot be compared: active connections is 10 active and 11 active/);
});

test.serial('refuses runs with no point in common', async t => {
	const other = temporaryFolder(t);
	writeResults(other, [someRow({mechanism: 'select', dead: 7})]);
	const {exitCode, stderr} = await compare(t, run(t, 1), other);
	t.is(exitCode, 2);
	t.regex(stderr, /no mechanism at a count in common/);
});

/** Three repeats at three counts, of a rate that falls with them. */
function cells(speed: number): Row[] {
	return [0, 100, 1000].flatMap(dead =>
		[0.99, 1, 1.01].map((noise, repeat) => {
			const rate = (1e6 / (10 + dead / 100)) * speed * noise;
			return someRow({dead, repeat: repeat + 1, measures: {rate, cpu: 1e6 / rate, capacity: rate}});
		}),
	);
}

function run(t: ExecutionContext, speed: number, settings: SettingsChange = {}): string {
	const folder = temporaryFolder(t);
	writeResults(folder, cells(speed), someRun(settings));
	return folder;
}

function set(t: ExecutionContext, speeds: readonly number[]): string {
	const folder = temporaryFolder(t);
	for (const [index, speed] of speeds.entries()) {
		mkdirSync(join(folder, String(index)));
		writeResults(join(folder, String(index)), cells(speed));
	}

	return folder;
}

async function compare(t: ExecutionContext, a: string, b: string, ...options: string[]) {
	return runCli(['compare', a, b, ...options, '--out', join(temporaryFolder(t), 'out')]);
}
