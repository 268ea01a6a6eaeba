// A server that runs already in a control group of its own: its processes are those of the group.
import {once} from 'node:events';
import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import test, {type ExecutionContext} from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {foreignEvents} from '../../programs/events/foreign.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';

const name = `deadweight-test-${process.pid}`;
const folder = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup']
	.map(mount => join(mount, name))
	.find(canMake);
const groupTest = folder === undefined ? test.skip : test;

const program = `require('http')
	.createServer((request, response) => response.end('x'))
	.listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

groupTest(
	'a server is attached to by its control group (skipped where none of version 2 can be made)',
	async t => {
		const groups = [folder ?? '', join(folder ?? '', 'below')];
		groups.forEach(group => {
			mkdirSync(group);
			t.teardown(() => {
				rmdirSync(group);
			});
		});
		const servers = await Promise.all([startServer(t), startServer(t)]);
		const [first, second] = servers;
		groups.forEach((group, index) => {
			writeFileSync(join(group, 'cgroup.procs'), String(servers[index]?.pid));
		});
		const own = {name: 'live', attach: `127.0.0.1:${first.port}`, cgroup: `/${name}`};
		using watcher = new TestProgram(
			foreignEvents,
			commandOf('servers/foreign', ['--json', '--server', 'live', '--own', JSON.stringify(own)]),
		);
		await watcher.event('ready');
		const {pids, rss, cpu} = await watcher.report();
		t.deepEqual(sorted(pids), sorted([first.pid, second.pid]));
		t.true(rss > 1 << 20);
		// The request that tells whether it answers was made when it was in the group.
		t.true(cpu.user + cpu.system > 0);
		await first.end();
		t.like(await watcher.report(), {pids: [second.pid]});
		await second.end();
		t.is(await watcher.exit(), 1);
		t.regex(watcher.errors, /live serves no more: no process is left in the control group/);
	},
);

function sorted(numbers: readonly number[]): number[] {
	return numbers.toSorted((a, b) => a - b);
}

async function startServer(t: ExecutionContext) {
	const child = spawn(process.execPath, ['-e', program], {stdio: ['ignore', 'pipe', 'inherit']});
	const exit = once(child, 'exit');
	const end = async () => {
		child.kill('SIGKILL');
		await exit;
	};
	t.teardown(end);
	const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
	return {pid: child.pid ?? 0, port, end};
}

/** A folder of another file system is none, and is taken away again. */
function canMake(path: string): boolean {
	try {
		mkdirSync(path);
		const isGroup = existsSync(join(path, 'cgroup.events'));
		rmdirSync(path);
		return isGroup;
	} catch {
		return false;
	}
}
