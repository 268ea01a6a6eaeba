// A server of the user's own and whatever it has started end with its cell, however that ends.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readResults} from '../run/stored-run.js';
import {runCli} from './helpers/cli.js';
import {commandOf, eventually, isAlive, treeOf, waitForEnd} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const END_BOUND_MS = 30_000;

/** Two processes that serve, the second with a session of its own, and one that leads both. */
const server = `import {spawn} from 'node:child_process';
import {createServer} from 'node:http';

const [, file, role] = process.argv;
if (role === undefined) {
	for (const detached of [false, true]) {
		const child = spawn(process.execPath, [file, 'worker'], {stdio: 'inherit', detached});
		console.error(\`worker \${child.pid}\`);
	}
	setInterval(() => undefined, 1000);
} else {
	createServer((request, response) => response.end('hello')).listen({
		port: Number(process.env.PORT),
		host: '127.0.0.1',
		reusePort: true,
	}).on('error', () => setInterval(() => undefined, 1000));
}
`;

/** Starts a run, and waits until its load is there: then all of its processes are. */
async function startRun(t: ExecutionContext, ...more: string[]) {
	const folder = temporaryFolder(t);
	writeFileSync(join(folder, 'server.mjs'), server);
	const out = join(folder, 'out');
	const rig = runCli(
		[
			...['run', '--server', 'mine=node server.mjs', '--dead', '0', '--vary', 'connections=5,6'],
			...['--repeats', '1', '--warmup', '0.1', '--retries', '0', '--out', out, ...more],
		],
		folder,
	);
	const pid = rig.pid ?? 0;
	const pids = await eventually(() => {
		const tree = treeOf(pid);
		const isLoaded = tree.some(id => commandOf(id).includes('/httperf/main.js'));
		return isLoaded ? tree : undefined;
	}, 'load');
	return {rig, out, pid, pids};
}

test.serial('nothing is left of it after its cell', async t => {
	const {rig, pids, out} = await startRun(t, '--duration', '0.2');
	const workers = pids.filter(pid => commandOf(pid).includes('server.mjs worker'));
	t.is(workers.length, 2);
	const {exitCode, stderr} = await rig;
	t.is(exitCode, 0, stderr);
	t.deepEqual(pids.filter(isAlive), []);
	const {rows} = readResults(out, t.fail);
	const server = rows[0]?.detail?.['server'] as {processes?: number; stderr?: string[]};
	t.is(server.processes, 3);
	t.regex(server.stderr?.join(' ') ?? '', /worker \d+ worker \d+/);
});

for (const [who, isWho] of [
	['the rig', (id: number) => commandOf(id).includes('/rig/main.js run')],
	['the agent', (id: number) => commandOf(id).trim().endsWith('/main.js agent')],
	['the program that runs it', (id: number) => commandOf(id).includes('/foreign/main.js')],
	['the server', (id: number) => commandOf(id).trim().endsWith(' server.mjs')],
] as const) {
	test.serial(`kill -9 of ${who} leaves nothing of it`, async t => {
		const {rig, pids} = await startRun(t, '--duration', '2');
		const servers = pids.filter(pid => commandOf(pid).includes('server.mjs'));
		t.true(servers.length >= 3);
		process.kill(pids.find(isWho) ?? 0, 'SIGKILL');
		// The next cell has servers of its own: these end before it.
		const left = await waitForEnd(servers, END_BOUND_MS);
		t.deepEqual(left.map(commandOf), []);
		rig.kill('SIGINT');
		await rig;
		t.deepEqual(await waitForEnd(pids, END_BOUND_MS), []);
	});
}

test.serial('Ctrl-C while it does not listen', async t => {
	const folder = temporaryFolder(t);
	const rig = runCli(
		['run', '--server', 'mine=sleep 600', '--dead', '0', '--out', join(folder, 'out')],
		folder,
	);
	const pid = rig.pid ?? 0;
	const sleeper = await eventually(
		() => treeOf(pid).find(id => commandOf(id).trim() === 'sleep 600'),
		'server',
	);
	rig.kill('SIGINT');
	const {exitCode} = await rig;
	t.is(exitCode, 130);
	t.false(isAlive(sleeper));
});
