// A run that was killed goes on where it stopped: every cell of its plan once, in its order.
import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {seededRandom} from '../method/random.js';
import {runCli} from './helpers/cli.js';
import {eventually, treeOf, waitForEnd} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** .ci/run, which has 40 minutes for everything, asks for fewer. */
const KILLS = Number(process.env['DEADWEIGHT_KILLS'] ?? 50);
const plan = [
	...['pipetest-up', '--pipes', '10,20,900000000', '--mechanisms', 'poll,epoll,io_uring'],
	// Cells for every second kill, and some more.
	...['--repeats', String(Math.ceil(KILLS / 3)), '--duration', '0.2'],
	...['--seed', '5', '--retries', '0'],
];

test.serial(`kill -9 at ${KILLS} random moments, resumed each time`, async t => {
	t.timeout(600_000);
	const folder = join(temporaryFolder(t), 'out');
	const random = seededRandom(11);
	const kept: string[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		const isBegun = existsSync(join(folder, 'run.json'));
		const rig = runCli(isBegun ? ['run', '--resume', folder] : ['run', ...plan, '--out', folder]);
		if (kill % 2 === 0) {
			await delay(300 + random() * 2500);
		} else {
			// Where all came while it starts, as on a busy machine, none would come amid its cells.
			await eventually(
				() => (rowsIn(folder) > kept.length || rig.exitCode !== null ? true : undefined),
				'row',
			);
			await delay(random() * 1000);
		}

		const pids = treeOf(rig.pid ?? 0);
		rig.kill('SIGKILL');
		await rig;
		t.deepEqual(await waitForEnd(pids, 30_000), []);
		const now = rowsIn(folder) > 0 ? linesOf(folder) : [];
		t.deepEqual(now.slice(0, kept.length), kept, 'no finished cell is lost or changed');
		kept.splice(0, kept.length, ...now);
	}

	const {exitCode, stderr, stdout} = await runCli(['run', '--resume', folder]);
	t.is(exitCode, 0, stderr);
	const run = runFile.read(folder);
	const rows = cellsFile.read(folder, t.fail);
	t.deepEqual(
		rows.map(({index}) => index).sort((a, b) => a - b),
		run.plan.map(({index}) => index),
	);
	const measured = rows.filter(({status}) => status !== 'not-run').map(({index}) => index);
	t.deepEqual(
		measured,
		measured.toSorted((a, b) => a - b),
	);
	t.regex(stdout, /^poll +20 /m);
	t.true((run.resumed?.length ?? 0) > 0);
});

test.serial('a line that a crash has cut short is cut off, and its cell run again', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const small = [
		'pipetest-up',
		'--pipes',
		'10',
		'--mechanisms',
		'poll,epoll',
		'--repeats',
		'1',
		'--retries',
		'0',
	];
	await runCli(['run', ...small, '--duration', '0.1', '--out', folder]);
	const [first = ''] = linesOf(folder);
	writeFileSync(join(folder, 'cells.ndjson'), `${first}\n`);
	appendFileSync(join(folder, 'cells.ndjson'), first.slice(0, 100));
	const {exitCode, stderr} = await runCli(['run', '--resume', folder]);
	t.is(exitCode, 0, stderr);
	t.regex(stderr, /the last line was cut short/);
	t.is(linesOf(folder)[0], first);
	t.deepEqual(
		cellsFile.read(folder, t.fail).map(({index}) => index),
		[0, 1],
	);
});

test.serial('what has changed is named, and --force records it', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const small = [
		'pipetest-up',
		'--pipes',
		'10',
		'--mechanisms',
		'poll',
		'--repeats',
		'1',
		'--retries',
		'0',
	];
	await runCli(['run', ...small, '--duration', '0.1', '--out', folder]);
	const path = join(folder, 'run.json');
	const text = readFileSync(path, 'utf8');
	const {kernel} = runFile.read(folder).hosts.server;
	writeFileSync(path, text.replaceAll(JSON.stringify(kernel), '"2.5.44"'));
	const refused = await runCli(['run', '--resume', folder]);
	t.is(refused.exitCode, 2);
	t.regex(refused.stderr, /kernel was 2\.5\.44, is .*; --force goes on all the same/);
	const forced = await runCli(['run', '--resume', folder, '--force']);
	t.is(forced.exitCode, 0, forced.stderr);
	t.true(
		runFile
			.read(folder)
			.resumed?.at(-1)
			?.changes.some(change => change.includes('2.5.44')),
	);
});

test.serial('what was killed while it wrote run.json can be begun again', async t => {
	const folder = temporaryFolder(t);
	writeFileSync(join(folder, 'run.json.4711.tmp'), '{"schema"');
	const small = ['--pipes', '10', '--mechanisms', 'poll', '--repeats', '1', '--duration', '0.1'];
	const ran = await runCli(['run', 'pipetest-up', ...small, '--out', folder]);
	t.is(ran.exitCode, 0, ran.stderr);
	writeFileSync(join(folder, 'notes.txt'), '');
	const again = await runCli(['run', 'pipetest-up', ...small, '--out', folder]);
	t.regex(again.stderr, /is not empty/);
});

test('what a run keeps cannot be given with --resume', async t => {
	const {exitCode, stderr} = await runCli(['run', '--resume', 'x', '--repeats', '3']);
	t.is(exitCode, 2);
	t.regex(stderr, /resume.*repeats|repeats.*resume/);
	const none = await runCli(['run', '--resume', 'no-such-folder']);
	t.is(none.exitCode, 1);
	t.regex(none.stderr, /no-such-folder is no results folder/);
});

/** How many whole rows there are; none where there is no file yet. */
function rowsIn(folder: string): number {
	return existsSync(join(folder, 'cells.ndjson')) ? linesOf(folder).length : 0;
}

function linesOf(folder: string): string[] {
	const lines = readFileSync(join(folder, 'cells.ndjson'), 'utf8').split('\n');
	lines.pop();
	return lines;
}
