// Several workers on one port: whom a connection wakes, who serves it, and what their ends mean.
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import net from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {descendantsOf} from '../../linux/process-tree.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {listenerKinds, type ListenerKind} from '../listener-kinds.js';
import {askInLoops} from './helpers/closed-loop.js';
import {type Server, startServer} from './helpers/program.js';

const WORKERS = 3;
const CONNECTIONS = 30;

/** A load that is not over when a worker is killed, at a moment that is drawn. */
const MOST_CONNECTIONS = 2000;
const MOST_MOMENT_MS = 50;

/** Switches an accept, of all workers: all of them are asleep whenever a connection comes. */
const woken: Readonly<Partial<Record<ListenerKind, number>>> = {
	shared: WORKERS,
	exclusive: 1,
	reuseport: 1,
	acceptor: 1,
};

for (const listener of listenerKinds) {
	test.serial(
		`${listener}: whom a connection wakes, who serves it, and what is summed`,
		async t => {
			using server = start(listener);
			const {port, workers = []} = await server.event('ready');
			t.is(workers.length, WORKERS);
			const accepting = (await server.report()).acceptor?.pid;
			// The acceptor first: when it sleeps, whom it has woken is awake, or done.
			const all = accepting === undefined ? workers : [accepting, ...workers];
			await asleep(all);
			const before = switchesOf(workers);
			const sockets: net.Socket[] = [];
			for (let count = 0; count < CONNECTIONS; count++) {
				const socket = await dial(port);
				sockets.push(socket);
				if (listener === 'blocking') {
					socket.resetAndDestroy();
				}

				await asleep(all);
			}

			const expected = woken[listener];
			const switches = (switchesOf(workers) - before) / CONNECTIONS;
			if (expected !== undefined) {
				t.true(switches >= expected && switches <= expected * 1.1, String(switches));
			}

			const silent = await server.report();
			const accepts = (silent.workers ?? []).map(({accepted}) => accepted);
			t.is(sum(accepts), CONNECTIONS);
			t.is(silent.connections.accepted, CONNECTIONS);
			if (listener === 'exclusive') {
				t.true(Math.max(...accepts) >= CONNECTIONS * 0.95, String(accepts));
			} else if (listener === 'blocking' || listener === 'acceptor') {
				t.deepEqual(accepts, [CONNECTIONS / 3, CONNECTIONS / 3, CONNECTIONS / 3]);
			}

			t.is(silent.acceptor !== undefined, listener === 'acceptor');
			for (const socket of sockets) {
				socket.destroy();
			}

			t.is(await askInLoops(port, 40, 5), 200);
			const served = await server.report();
			t.is(served.replies, 200);
			t.is(sum((served.workers ?? []).map(({replies}) => replies)), 200);
			t.is(served.connections.accepted, CONNECTIONS + 40);
			t.is(served.syscalls['sendto'], 200);
			t.is(await server.close(), 0, server.errors);
			await gone(workers);
		},
	);
}

for (const listener of listenerKinds) {
	test.serial(
		`${listener}: a worker that is killed under load ends all, and the message names it`,
		async t => {
			using server = start(listener);
			const {port, workers = []} = await server.event('ready');
			const victim = Math.floor(Math.random() * WORKERS);
			const moment = Math.random() * MOST_MOMENT_MS;
			t.log(`worker ${victim + 1}, after ${moment.toFixed(1)} ms of load`);
			const load = askInLoops(port, MOST_CONNECTIONS, 5);
			await delay(moment);
			process.kill(workers[victim] ?? 0, 'SIGKILL');
			t.is(await server.exit(), 1);
			const ended = `^dphttpd: worker ${victim + 1} of ${WORKERS} ended by SIGKILL`;
			t.regex(server.errors, new RegExp(`${ended}; it was process \\d+, its conn`, 'm'));
			await gone(workers);
			// Nothing serves any more: the load has come to its end.
			t.true((await load) < MOST_CONNECTIONS * 5);
		},
	);
}

test.serial('an acceptor that is killed ends all, and the message names it', async t => {
	using server = start('acceptor');
	const {workers = []} = await server.event('ready');
	process.kill((await server.report()).acceptor?.pid ?? 0, 'SIGKILL');
	t.is(await server.exit(), 1);
	t.regex(server.errors, /^dphttpd: the acceptor ended by SIGKILL; it was process/m);
	await gone(workers);
});

test.serial(
	'a worker that is killed before it has taken its connections is no end of the acceptor',
	async t => {
		using server = start('acceptor');
		const {port, workers = []} = await server.event('ready');
		const [victim = 0] = workers;
		process.kill(victim, 'SIGSTOP');
		const sockets = [await dial(port)];
		t.is(await askInLoops(port, 1, 1), 1, 'the second has its connection, the first one waits');
		// Who has started them would end the acceptor at once.
		server.signal('SIGSTOP');
		process.kill(victim, 'SIGKILL');
		await gone([victim]);
		t.is(await askInLoops(port, 1, 1), 1, 'the third');
		sockets.push(await dial(port));
		t.is(await askInLoops(port, 1, 1), 1, 'the second, after one for nobody');
		server.signal('SIGCONT');
		t.is(await server.exit(), 1);
		t.regex(server.errors, /^dphttpd: worker 1 of 3 ended by SIGKILL; it was process/m);
		sockets.forEach(socket => socket.destroy());
		await gone(workers);
	},
);

test.serial('all end with who has started them, however that ends', async t => {
	for (const listener of ['exclusive', 'acceptor'] as const) {
		using server = start(listener);
		const {workers = []} = await server.event('ready');
		const {acceptor} = await server.report();
		server.signal('SIGKILL');
		await server.exit();
		await gone([...workers, ...(acceptor ? [acceptor.pid] : [])]);
		t.pass();
	}
});

test.serial('they do also where that ends while they begin', async t => {
	using server = start('blocking');
	const begun = await waitFor(
		() => {
			const pids = descendantsOf(server.pid);
			return pids.length >= WORKERS ? pids : undefined;
		},
		() => 'no workers',
	);
	server.signal('SIGKILL');
	await server.exit();
	await gone(begun);
	t.pass();
});

const refused: ReadonlyArray<[mechanism: string, listener: ListenerKind, message: RegExp]> = [
	['poll', 'exclusive', /no exclusive wait \(EPOLLEXCLUSIVE is of epoll/],
	['io_uring', 'shared', /waits for a connection exclusively|cannot be used here/],
];

for (const [mechanism, listener, message] of refused) {
	test.serial(`${mechanism} with --listener ${listener} is refused, with the reason`, async t => {
		using server = start(listener, mechanism);
		t.is(await server.exit(), 1);
		t.regex(server.errors, message);
	});
}

for (const [mechanism, listener] of [
	['io_uring', 'acceptor'],
	['io_uring', 'blocking'],
] as const) {
	test.serial(`${mechanism} serves with --listener ${listener}`, async t => {
		using server = start(listener, mechanism);
		try {
			await server.event('ready');
		} catch (error) {
			// A kernel without io_uring says so.
			t.regex(String(error), /cannot be used here/);
			return;
		}

		const {port} = await server.event('ready');
		t.is(await askInLoops(port, 25, 4), 100);
		t.is((await server.report()).replies, 100);
		t.is(await server.close(), 0, server.errors);
	});
}

function start(listener: ListenerKind, mechanism = 'epoll'): Server {
	const workers = ['--workers', String(WORKERS), '--listener', listener];
	return startServer('--mechanism', mechanism, ...workers);
}

/** A connection that asks nothing, and may be reset. */
async function dial(port: number): Promise<net.Socket> {
	const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
	await once(socket, 'connect');
	return socket;
}

/** Waits until none of these processes runs, or could: each has done what it was woken for. */
async function asleep(pids: readonly number[]): Promise<void> {
	await waitFor(
		() => pids.every(pid => /^State:\s+S/m.test(statusOf(pid))) || undefined,
		() => `${pids.join(', ')} do not sleep`,
	);
}

/** Waits until none of them is there, or only for somebody to ask how it ended. */
async function gone(pids: readonly number[]): Promise<void> {
	const left = () =>
		pids.filter(pid => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(statusOf(pid)));
	await waitFor(
		() => left().length === 0 || undefined,
		() => `${left().join(', ')} are still there`,
	);
}

/** Voluntary context switches of their main threads so far (proc_pid_status(5)). */
function switchesOf(pids: readonly number[]): number {
	return sum(
		pids.map(pid => Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(statusOf(pid))?.[1])),
	);
}

/** What the kernel tells of a process; of one that has ended, nothing. */
function statusOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/status`, 'latin1');
	} catch {
		return 'State:\tZ';
	}
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
