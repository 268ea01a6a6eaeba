// What a request on a connection that is kept costs a relay in calls, by how it waits: Envoy's claim.
import {spawnSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {askInLoops} from './helpers/closed-loop.js';
import {startServer} from './helpers/program.js';
import {type RelayReport, TestRelay, type Way, findWays} from './helpers/relay.js';

const REQUESTS = 500;
/** Reports, and the turns that are for nothing, are among a relay's calls as well. */
const FEW = 0.1;
const TOLERANCE = 0.005;
/** For unshare(1): of its own, where even loopback is down. */
const EMPTY_NETWORK = ['--map-root-user', '--net'];

const ways = (await findWays()).filter(({name}) => !['split', 'merged'].includes(name));
const isThere = (name: string) => ways.some(way => way.name === name);

test('recv and send are 4 a request by readiness, and 0 by completion', async t => {
	const found = new Map<string, Counts>();
	for (const way of ways.filter(({name}) => name !== 'io_uring-sqpoll')) {
		found.set(way.name, await measure(way));
	}

	const near = (name: string, call: string, expected: number) => {
		const calls = (found.get(name)?.[call] ?? 0) / REQUESTS;
		t.true(Math.abs(calls - expected) <= FEW * Math.min(1, expected), `${name} ${call} ${calls}`);
	};
	for (const name of ['ready', 'epoll-bufferevent', 'epoll-et']) {
		const {recvfrom = 0, sendto = 0, early = 0} = found.get(name) ?? {};
		t.is(recvfrom - early + sendto, 4 * REQUESTS, name);
	}

	const [{epoll_ctl: ready = 0} = {}, {epoll_ctl: deferring = 0} = {}] = [
		found.get('ready'),
		found.get('epoll-bufferevent'),
	];
	// A watch for room is begun and ended about each send; to open a connection takes one more or less.
	near('epoll-bufferevent', 'epoll_ctl', 4);
	t.true(
		Math.abs(deferring - ready - 4 * REQUESTS) <= TOLERANCE * 4 * REQUESTS,
		`${deferring - ready}`,
	);
	near('ready', 'epoll_wait', 2);
	near('epoll-bufferevent', 'epoll_wait', 4);
	// One that is told of an edge receives until there is nothing, and watches once and for all.
	near('epoll-et', 'early', 2);
	t.is(found.get('epoll-et')?.['epoll_ctl'], 0);
	near('epoll-et', 'epoll_wait', 2);
	for (const name of ['io_uring', 'io_uring-eventfd'].filter(isThere)) {
		const {recvfrom = 0, sendto = 0} = found.get(name) ?? {};
		t.is(recvfrom + sendto, 0, name);
		// Fewer where completions come together.
		t.true((found.get(name)?.['io_uring_enter'] ?? 0) <= (4 + FEW) * REQUESTS, name);
	}

	if (isThere('io_uring-eventfd')) {
		const {
			epoll_wait = 0,
			interrupted = 0,
			idle = 0,
			...calls
		} = found.get('io_uring-eventfd') ?? {};
		const turns = epoll_wait - interrupted - idle;
		t.is(calls['read'], turns, 'a turn that finds something reads the eventfd');
		t.is(calls['io_uring_enter'], turns + idle, 'each turn submits');
	}
});

(isThere('io_uring-sqpoll') ? test : test.skip)(
	"the processor time of the ring's kernel thread is counted",
	async t => {
		const [way] = ways.filter(({name}) => name === 'io_uring-sqpoll');
		using origin = startServer();
		const {port} = await origin.event('ready');
		using relay = await TestRelay.start(
			...['--mode', 'keepalive', ...(way?.args ?? []), '--origin', `127.0.0.1:${port}`],
		);
		const {pid} = relay.program;
		const before = await relay.program.report();
		const [ofThread, ofAll] = runTimes(pid);
		await askInLoops(relay.port, 1, REQUESTS);
		const [thread, all] = runTimes(pid);
		const after = await relay.program.report();
		const cpuOf = ({cpu: {user, system}}: RelayReport) => user + system;
		t.true(thread - ofThread > 0, 'there is such a thread');
		t.true(cpuOf(after) - cpuOf(before) >= all - ofAll - 20_000, 'all threads, by the scheduler');
		t.deepEqual(after.ring?.setup.slice(0, 1), ['SQPOLL']);
		t.is(await relay.program.close(), 0);
	},
);

test('io_uring-sqpoll is refused where its kernel thread has no processor', t => {
	const args = ['--origin', '127.0.0.1:1', '--mechanism', 'io_uring-sqpoll', '--cpus', '0'];
	const [command = '', ...rest] = commandOf('servers/relay', args);
	const {status, stderr} = spawnSync(command, rest, {encoding: 'utf8'});
	t.is(status, 1);
	t.regex(stderr, /io_uring-sqpoll cannot be used here: its kernel thread needs a processor/);
});

const hasNamespaces = spawnSync('unshare', [...EMPTY_NETWORK, 'true']).status === 0;

(hasNamespaces ? test : test.skip)(
	`what a kernel has is found where loopback is down${hasNamespaces ? '' : ' (skipped: unshare makes no network namespace here)'}`,
	t => {
		const [command = '', ...args] = commandOf('servers/relay', ['--list-mechanisms', '--json']);
		const here = spawnSync(command, args, {encoding: 'utf8'});
		const there = spawnSync('unshare', [...EMPTY_NETWORK, command, ...args], {
			encoding: 'utf8',
			timeout: 60_000,
		});
		t.is(there.status, 0, there.stderr);
		t.is(there.stdout, here.stdout);
	},
);

test('a policy of readiness is refused by a mechanism that has its own way', t => {
	const args = ['--origin', '127.0.0.1:1', '--mechanism', 'epoll-bufferevent', '--policy', 'split'];
	const [command = '', ...rest] = commandOf('servers/relay', args);
	const {status, stderr} = spawnSync(command, rest, {encoding: 'utf8'});
	t.is(status, 1);
	t.regex(stderr, /--policy split is for epoll, poll and select/);
});

type Counts = Readonly<Record<string, number>>;

/** What {@link REQUESTS} requests take, one after the other, on one connection and once it is open. */
async function measure({args}: Way): Promise<Counts> {
	using origin = startServer();
	const {port} = await origin.event('ready');
	using relay = await TestRelay.start(
		...['--mode', 'keepalive', ...args, '--origin', `127.0.0.1:${port}`],
	);
	await count(relay, 1);
	// It has a connection to the origin now: what it takes to open and to end a client's is the same both times.
	const less = await count(relay, 1);
	const more = await count(relay, 1 + REQUESTS);
	return difference(more, less);
}

/** What one connection with so many requests takes. */
async function count(relay: TestRelay, requests: number): Promise<Counts> {
	const countsOf = ({syscalls, errors, idle}: RelayReport): Counts => ({
		...syscalls,
		interrupted: errors['epoll_wait']?.['EINTR'] ?? 0,
		// A client that is accepted before its first request has come.
		early: errors['recvfrom']?.['EAGAIN'] ?? 0,
		idle,
	});
	const before = countsOf(await relay.program.report());
	await askInLoops(relay.port, 1, requests);
	return difference(countsOf(await relay.idle()), before);
}

function difference(more: Counts, less: Counts): Counts {
	return Object.fromEntries(
		Object.entries(more).map(([name, calls]) => [name, calls - (less[name] ?? 0)]),
	);
}

/** Microseconds that the ring's thread of a process has run so far, and all of its threads. */
function runTimes(pid: number): [number, number] {
	const tasks = readdirSync(`/proc/${pid}/task`).map(task => {
		const folder = `/proc/${pid}/task/${task}`;
		const [ran = 0] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ').map(Number);
		return {name: readFileSync(`${folder}/comm`, 'utf8'), us: ran / 1000};
	});
	const sum = (those: typeof tasks) => those.reduce((total, {us}) => total + us, 0);
	return [sum(tasks.filter(({name}) => name.startsWith('iou-sqp'))), sum(tasks)];
}
