// A run that is stopped, or killed: finished cells are kept, and no process is left.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {commandOf, eventually, isAlive, treeOf, waitForEnd} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const END_BOUND_MS = 30_000;

/** Starts a run whose second cell cannot end in time, and waits until that one's load runs. */
async function startLongRun(folder: string, repeats = 20) {
	const args = ['--dead', '50', '--mechanisms', 'epoll,poll', '--duration', '1'];
	const more = ['--repeats', String(repeats), '--warmup', '0', '--retries', '0', '--out', folder];
	const rig = runCli(['run', ...args, ...more]);
	const pid = rig.pid ?? 0;
	const pids = await eventually(() => {
		const tree = treeOf(pid);
		const names = ['dphttpd', 'deadconn', 'httperf'];
		const isWhole = names.every(name =>
			tree.some(id => commandOf(id).includes(`/${name}/main.js`)),
		);
		return isWhole && countRows(folder) > 0 ? tree : undefined;
	}, 'second cell');
	return {rig, pid, pids};
}

for (const [signal, twice] of [
	['SIGINT', false],
	['SIGTERM', false],
	['SIGINT', true],
] as const) {
	test.serial(`${signal}${twice ? ' twice' : ''} in mid-run`, async t => {
		const folder = join(temporaryFolder(t), 'out');
		const {rig, pid, pids} = await startLongRun(folder);
		process.kill(pid, signal);
		if (twice) {
			// As people do. The run may have ended meanwhile.
			setTimeout(() => rig.kill(signal), 10);
		}

		const {exitCode, signal: endedBy, stdout} = await rig;
		t.deepEqual(await waitForEnd(pids, END_BOUND_MS), []);
		const rows = cellsFile.read(folder, t.fail);
		t.true(rows.length > 0 && rows.length < 40);
		t.true(rows.every(({measures}) => measures !== undefined));
		if (twice) {
			t.true(exitCode === 130 || endedBy === signal);
		} else {
			t.is(exitCode, 130);
			t.regex(stdout, new RegExp(`^interrupted after ${rows.length} of 40 cells$`, 'm'));
			t.true(existsSync(join(folder, 'graph.png')));
		}
	});
}

test.serial('kill -9 of the rig: its agent and programs end by themselves', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {rig, pid, pids} = await startLongRun(folder);
	t.true(pids.length >= 5, 'rig, agent and three programs');
	process.kill(pid, 'SIGKILL');
	await rig;
	t.deepEqual(await waitForEnd(pids, END_BOUND_MS), []);
	t.true(cellsFile.read(folder, () => undefined).length > 0);
});

test.serial(
	'kill -9 of the agent: its cell fails with the cause, another agent goes on',
	async t => {
		const folder = join(temporaryFolder(t), 'out');
		const {rig, pids} = await startLongRun(folder, 3);
		const agent = pids.find(id => commandOf(id).trim().endsWith('/main.js agent')) ?? 0;
		process.kill(agent, 'SIGKILL');
		const {exitCode, stderr} = await rig;
		t.is(exitCode, 1);
		t.deepEqual(await waitForEnd(pids, END_BOUND_MS), []);
		const rows = cellsFile.read(folder, t.fail);
		t.is(rows.length, 6);
		const [failed, ...others] = rows.filter(({status}) => status === 'failed');
		t.deepEqual(others, []);
		t.regex(failed?.reasons[0]?.message ?? '', /the agent is gone: SIGKILL/);
		t.regex(stderr, /host this machine is lost .*: it is asked for again\n.*is back\n/);
		t.false(isAlive(agent));
	},
);

function countRows(folder: string): number {
	const path = join(folder, 'cells.ndjson');
	return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}
