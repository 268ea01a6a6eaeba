// Gates fire on faults that are really there: no counter is made up here.
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {formatCpuList} from '../../programs/cpu-list.js';
import {readFacts} from '../agent/facts.js';
import programFiles from '../subjects/dphttpd/programs.js';
import {divideCpus} from '../site/topology.js';
import type {Row} from '../record/row.js';
import {rowOf} from './helpers/one-cell.js';
import {commandOf, eventually, treeOf} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const hasTwo = readFacts().cpus.length > 1;

test.serial('a backlog of 1 and a burst: the listener drops, SYNs are sent again', async t => {
	const row = await rowOf({set: {backlog: 1, ramp: 1e6, connections: 400}});
	has(t, row, 'listen-overflow', /ListenOverflows \+\d+, ListenDrops \+\d+/);
	has(t, row, 'syn-retransmits', /TCPSynRetrans \+\d+/);
});

test.serial('members of the population are lost before the load', async t => {
	const row = await rowOf({faulty: {deadconn: 'faulty-early-deadconn'}});
	has(
		t,
		row,
		'population-before',
		/of 20 dead connections the server held 17 and the client 17 before/,
	);
});

test.serial('members of the population are closed under load', async t => {
	const after = await rowOf({set: {lose: 3, duration: 2}});
	has(
		t,
		after,
		'population-after',
		/of 20 dead connections the server held 17 and the client 17 after/,
	);
	t.false(after.reasons.some(({name}) => name === 'population-before'));
	const during = await rowOf({set: {lose: 5, warmup: 2}});
	has(t, during, 'population-during', /held 15 and the client 15 during/);
});

const hogTest = hasTwo ? test.serial : test.skip;
hogTest('a hog beside the client (skipped where server and client share a processor)', async t => {
	// Other tests take from the server, too. With more hogs it is the client that has the least.
	t.teardown(startHogs(3));
	const row = await rowOf({set: {hog: 'yes', connections: 100, duration: 2}});
	has(t, row, 'client-bound', /httperf used \d+ % of its processor/);
	has(t, row, 'taken-processor', /httperf \d\d %/);
	t.true(
		row.reasons.every(({spoils, bounds}) => spoils === 'pace' || bounds),
		JSON.stringify(row.reasons),
	);
});

test.serial('a client with few descriptors', async t => {
	const row = await rowOf({faulty: {httperf: 'faulty-limited'}, set: {connections: 100}});
	has(t, row, 'exhaustion', /fd-unavail \d+ times: raise RLIMIT_NOFILE/);
	t.false(
		row.reasons.some(({name}) => name === 'client-errors'),
		'it is told once',
	);
});

test.serial('a server that stands still for longer than the client waits', async t => {
	const running = rowOf({set: {timeout: 0.4, think: 0, duration: 4}});
	await eventually(() => findProgram('httperf'), 'httperf');
	const server = await eventually(() => findProgram('dphttpd'), 'dphttpd');
	await delay(1500);
	process.kill(server, 'SIGSTOP');
	await delay(900);
	process.kill(server, 'SIGCONT');
	has(t, await running, 'client-errors', /httperf met errors: client-timo \d+/);
});

test.serial('replies so large that none is complete in the window', async t => {
	const row = await rowOf({
		set: {msgsize: 60_000_000, connections: 40, warmup: 0, duration: 0.1},
	});
	has(t, row, 'no-replies', /no replies in the window/);
});

test.serial("another client's requests", async t => {
	const running = rowOf({set: {duration: 2}});
	const command = await eventually(() => {
		const pid = findProgram('httperf');
		return pid === undefined ? undefined : commandOf(pid);
	}, 'httperf');
	const port = Number(/--port=(\d+)/.exec(command)?.[1]);
	const agent = new Agent({keepAlive: true, maxSockets: 1});
	for (let request = 0; request < 50; request++) {
		await new Promise<void>((resolve, reject) => {
			get({host: '127.0.0.1', port, agent}, response => {
				response.resume().on('end', resolve);
			}).on('error', reject);
		});
	}

	agent.destroy();
	has(t, await running, 'reply-counts', /the server counts \d+ replies, httperf \d+/);
});

test.serial('a program that ends otherwise than it was told', async t => {
	const row = await rowOf({faulty: {deadconn: 'faulty-ending'}});
	has(t, row, 'program-ends', /^deadconn ended with status 3/);
});

test.serial('a server that stands still when the window begins', async t => {
	// A warm-up takes 0.4 to 1.2 s, and its notice less than that: the server stands then, and goes on within the first fifth.
	const running = rowOf({set: {warmup: 0.4, duration: 8}});
	await eventually(() => findProgram('httperf'), 'httperf');
	const server = await eventually(() => findProgram('dphttpd'), 'dphttpd');
	const before = processorMs(server);
	await eventually(() => (processorMs(server) > before + 50 ? true : undefined), 'load');
	process.kill(server, 'SIGSTOP');
	await delay(2000);
	process.kill(server, 'SIGCONT');
	has(t, await running, 'warm-up', /first fifth of the window was \d+ % slower than the rest/);
});

test.serial('a client that stands still for much of the window', async t => {
	const running = rowOf({set: {warmup: 0.3, duration: 2}});
	const pid = await eventually(() => findProgram('httperf'), 'httperf');
	await delay(1500);
	process.kill(pid, 'SIGSTOP');
	await delay(900);
	process.kill(pid, 'SIGCONT');
	has(t, await running, 'window-too-short', /its tenths give its rate within \d+ % only/);
});

groupTest(
	'cpu',
	'cpu.cfs_quota_us',
	'60000',
	'has used up its share of the processors',
	async t => {
		const row = await rowOf({set: {connections: 50, duration: 1}});
		has(t, row, 'cgroup-throttled', /the cgroup was throttled for \d+ ms/);
	},
);

groupTest('memory', 'memory.limit_in_bytes', String(400 << 20), 'is short of memory', async t => {
	const ballast = join(temporaryFolder(t), 'ballast');
	const running = rowOf({set: {duration: 3}});
	await eventually(() => findProgram('httperf'), 'httperf');
	// Pages of a file that is written count for the group too: it reclaims them at its limit.
	execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', 'count=700'], {stdio: 'ignore'});
	has(t, await running, 'memory-limits', /CgroupMemoryEvents \+\d+/);
});

/** How long a process has run, from its first thread's /proc/PID/schedstat. */
function processorMs(pid: number): number {
	return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
}

/** A test in a control group of version 1 of its own: cgroups(7). */
function groupTest(
	controller: string,
	limit: string,
	value: string,
	name: string,
	run: (t: ExecutionContext) => Promise<void>,
): void {
	const root = `/sys/fs/cgroup/${controller}`;
	const group = `${root}/deadweight-test-${process.pid}`;
	if (!canMake(group)) {
		test.skip(`a cgroup that ${name} (skipped: none of version 1 can be made here)`, t => {
			t.pass();
		});
		return;
	}

	test.serial(`a cgroup that ${name}`, async t => {
		const pattern = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.*)$`, 'm');
		const home = pattern.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
		mkdirSync(group);
		try {
			writeFileSync(join(group, limit), value);
			writeFileSync(join(group, 'cgroup.procs'), String(process.pid));
			await run(t);
		} finally {
			writeFileSync(join(root, home, 'cgroup.procs'), String(process.pid));
			rmdirSync(group);
		}
	});
}

function canMake(group: string): boolean {
	try {
		mkdirSync(group);
		rmdirSync(group);
		return true;
	} catch {
		return false;
	}
}

/** More hogs on the processor of the load client. Returns what ends them. */
function startHogs(count: number): () => void {
	const {load} = divideCpus(readFacts().cpus, 'one', {});
	const hogs = Array.from({length: count}, () =>
		spawn(process.execPath, [programFiles.hog, '--cpus', formatCpuList(load)], {
			stdio: ['pipe', 'ignore', 'inherit'],
		}),
	);
	return () => {
		for (const hog of hogs) {
			hog.kill();
		}
	};
}

/** The gate fired, and the cell kept its figures. */
function has(t: ExecutionContext, row: Row, gate: string, message: RegExp): void {
	t.is(row.status, 'invalid', JSON.stringify(row.reasons));
	const reason = row.reasons.find(({name}) => name === gate);
	t.regex(reason?.message ?? '', message, JSON.stringify(row.reasons));
	t.not(row.measures, undefined);
}

function findProgram(name: string): number | undefined {
	return treeOf(process.pid).find(pid => commandOf(pid).includes(`/${name}/main.js`));
}
