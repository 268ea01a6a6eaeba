// Several processes hold the connections as if they were one, and none outlives another.
import {readFileSync, readdirSync} from 'node:fs';
import test from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {startDeadconn, type Deadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';

test('their counts are added up', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 100, '--processes', '3');
	const ready = await client.event('ready');
	t.like(ready, {open: 100, of: 100});
	t.is(workersOf(client).length, 3);
	await server.until(({dead}) => dead === 100);
	[...server.peers].slice(0, 7).forEach(({socket}) => socket.resetAndDestroy());
	await server.until(({peers}) => peers.size === 93);
	t.like(await client.report(), {open: 93, closed: 7, of: 100});
	client.ask('report');
	client.ask('report');
	await client.event('report', 2);
	t.is(await client.close(), 0);
	t.deepEqual(client.all('closed').at(-1), {event: 'closed', closed: 7, open: 93});
	t.like(client.events.at(-1), {event: 'end', open: 93, closed: 7});
	t.deepEqual(client.all('warning'), []);
});

test('a worker that is killed is a failure: its connections are lost, the others are reset', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 90, '--processes', '3');
	await client.event('ready');
	await server.until(({dead}) => dead === 90);
	const workers = workersOf(client);
	process.kill(workers[1] as number, 'SIGKILL');
	t.is(await client.exit(), 1);
	const [failed] = client.all('failed');
	t.like(failed, {open: 60, of: 90, limit: 'a worker process'});
	t.regex(failed?.value ?? '', /by SIGKILL: its 30 connections are lost/);
	await server.until(({peers}) => peers.size === 0);
	t.deepEqual(server.ends, {reset: 90, closed: 0});
	t.true(await haveEnded(workers));
});

test('workers end with their parent, even when it is killed', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 60, '--processes', '2');
	await client.event('ready');
	const workers = workersOf(client);
	t.is(workers.length, 2);
	client.signal('SIGKILL');
	await client.exit();
	await server.until(({peers}) => peers.size === 0);
	t.true(await haveEnded(workers));
});

test('a parent that is killed while they open ends them as well', async t => {
	using server = await CountingServer.start();
	using client = startDeadconn(server.port, 10_000, '--processes', '2', '--rate', '100');
	await client.event('progress');
	const workers = workersOf(client);
	client.signal('SIGKILL');
	await client.exit();
	await server.until(({peers}) => peers.size === 0);
	t.true(await haveEnded(workers));
});

/** The processes whose parent is `client`. */
function workersOf(client: Deadconn): number[] {
	return readdirSync('/proc')
		.map(Number)
		.filter(pid => pid > 0 && Number(statOf(pid)[1]) === client.pid);
}

/** Waits until all have. */
async function haveEnded(pids: readonly number[]): Promise<boolean> {
	return waitFor(
		() => pids.every(pid => !isRunning(pid)) || undefined,
		() => 'a worker is still running',
	);
}

/** Neither a zombie nor gone. */
function isRunning(pid: number): boolean {
	return !['Z', undefined].includes(statOf(pid)[0]);
}

/** State, parent and so on: what follows the name in /proc/PID/stat (proc_pid_stat(5)). */
function statOf(pid: number): string[] {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	} catch {
		return [];
	}
}
