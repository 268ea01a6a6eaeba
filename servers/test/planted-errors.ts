// Errors that a kernel may return, planted into the real program's system calls by strace.
import {setTimeout} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {errnoValues} from '../../linux/libc.js';
import {AcceptRest} from '../accept-rest.js';
import {findServerMechanisms} from '../mechanisms.js';
import {askInLoops} from './helpers/closed-loop.js';
import {type Report, type Server, startServerBy} from './helpers/program.js';
import {Strace, hasStrace} from './helpers/strace.js';
import {tracedCalls} from './helpers/traced-calls.js';

/** Requests of each connection. */
const REQUESTS = 20;

/**
 * From the 20th call on each seventh, and none late in the run: Node, whose own loop makes some of
 * these calls, aborts at an error.
 */
const OFTEN = '20..190+7';

/** The calls of each kind of mechanism that may fail so and must not. */
const waits: Readonly<Record<string, readonly string[]>> = {
	'aio-poll': ['io_submit', 'io_getevents'],
	epoll: ['epoll_ctl', 'epoll_wait'],
	'epoll-et': ['epoll_ctl', 'epoll_wait'],
	'epoll-oneshot': ['epoll_ctl', 'epoll_wait'],
	io_uring: ['io_uring_enter'],
	'io_uring-poll': ['io_uring_enter'],
	poll: ['poll'],
	select: ['pselect6'],
};

const ERRORS = ['EBUSY', 'EINTR', 'EAGAIN', 'ENOMEM'];

/**
 * Each error in each call for these; the others, which share most of their code with them, have each
 * error in one call or the other.
 */
const FULLY = ['epoll', 'epoll-et', 'io_uring'];

/** The ways to wait that are told apart in what they do about an error that lasts. */
const LASTING = ['epoll', 'io_uring', 'poll'];

/** strace cannot tell one ring of a process from another. */
const OWN_RING_SINCE = 24;
const nodeHasRing = Number(process.versions.node.split('.')[0]) >= OWN_RING_SINCE;

for (const {name, kind, probe: found} of await findServerMechanisms()) {
	const calls = [
		...(waits[name] ?? []),
		...(kind === 'readiness' ? ['accept4', 'recvfrom', 'sendto'] : []),
	];
	const probe =
		nodeHasRing && calls.includes('io_uring_enter')
			? {ok: false, reason: 'libuv of this Node has a ring too, and aborts on errors planted in it'}
			: found;
	for (const first of FULLY.includes(name) ? [0, 1, 2, 3] : [0, 2]) {
		const faults = calls.map((call, index) => `${call}:error=${ERRORS[(first + index) % 4] ?? ''}`);
		const words = faults.join(' ').replaceAll(':error=', ' ');
		ifPossible(`${name}: serves all with, now and then, ${words}`, probe, async t => {
			using strace = traced(
				name,
				faults.map(fault => `${fault}:when=${OFTEN}`),
			);
			const before = await strace.program.report();
			const after = await expectAllServed(t, strace, 100);
			const log = strace.log();
			const seen = tracedCalls(log);
			for (const call of calls) {
				const counted = (after.syscalls[call] ?? 0) - (before.syscalls[call] ?? 0);
				t.is(counted, seen.get(call) ?? 0, call);
				t.true(strace.plantedIn(call) >= 3, `${call}: ${strace.plantedIn(call)}`);
			}

			t.is(strace.warnings().length, 0);
		});
	}

	if (!LASTING.includes(name)) {
		continue;
	}

	const lasting = calls[0] === 'epoll_ctl' ? 'epoll_wait' : (calls[0] ?? '');
	ifPossible(`${name}: says once that the kernel has no memory for a while`, probe, async t => {
		using strace = traced(name, [`${lasting}:error=ENOMEM:when=15..36`]);
		await expectAllServed(t, strace, 20);
		t.is(strace.warnings().length, 1);
		t.regex(strace.warnings()[0] ?? '', /ENOMEM/);
	});
}

/** Those that send in parts, with what each takes: what was left by one call goes with the next. */
for (const [reply, faults] of [
	['cork', ['setsockopt:error=ENOMEM', 'sendto:error=EAGAIN']],
	['writev', ['writev:error=ENOMEM']],
] as const) {
	const words = faults.join(' ').replaceAll(':error=', ' ');
	ifPossible(
		`epoll, --reply ${reply}: serves all with, now and then, ${words}`,
		{ok: true},
		async t => {
			const planted = faults.map(fault => `${fault}:when=${OFTEN}`);
			using strace = traced('epoll', planted, ['--reply', reply, '--nodelay']);
			await expectAllServed(t, strace, 20);
			for (const fault of faults) {
				const call = fault.split(':')[0] ?? '';
				t.true(strace.plantedIn(call) >= 3, call);
			}

			t.is(strace.warnings().length, 0);
		},
	);
}

const ofConnections =
	'ECONNABORTED EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH ENONET ENOPROTOOPT EOPNOTSUPP EPROTO';
for (const error of ofConnections.split(' ')) {
	test(`accept goes on at once after ${error}, and rests where it lasts`, t => {
		const warnings: string[] = [];
		const rest = new AcceptRest(message => warnings.push(message));
		const errno = errnoValues[error] ?? 0;
		t.true(rest.failed(errno));
		for (let row = 0; row < 1000 && !rest.isResting; row++) {
			rest.failed(errno);
		}

		t.true(rest.isResting);
		t.is(warnings.length, 1);
	});
}

for (const error of ['ENETDOWN', 'EPROTO']) {
	ifPossible(`epoll: accepts the next connection after ${error}`, {ok: true}, async t => {
		using strace = traced('epoll', [`accept4:error=${error}:when=2+2`]);
		await expectAllServed(t, strace, 20);
		t.is(strace.warnings().length, 0);
		t.true(strace.plantedIn('accept4') >= 3);
	});
}

/** Asks on so many connections: all are served and counted, and the program ends as told. */
async function expectAllServed(
	t: ExecutionContext,
	{program}: Strace<Server>,
	connections: number,
): Promise<Report> {
	const {port} = await program.event('ready');
	t.is(await askInLoops(port, connections, REQUESTS), connections * REQUESTS);
	let report = await program.report();
	for (let tries = 0; report.connections.now > 0 && tries < 100; tries++) {
		await setTimeout(10);
		report = await program.report();
	}

	t.like(report.connections, {now: 0, accepted: connections, refused: 0});
	t.is(report.replies, connections * REQUESTS);
	t.is(await program.close(), 0);
	t.is(program.errors, '');
	return report;
}

/** dphttpd on a mechanism. */
function traced(
	mechanism: string,
	planted: readonly string[],
	args: readonly string[] = [],
): Strace<Server> {
	return new Strace(planted, by => startServerBy(by, '--mechanism', mechanism, ...args));
}

function ifPossible(
	title: string,
	probe: {ok: boolean; reason?: string},
	body: (t: ExecutionContext) => Promise<void>,
): void {
	const reason = probe.ok && !hasStrace ? 'strace is not installed' : probe.reason;
	if (reason === undefined) {
		test.serial(title, body);
	} else {
		test.skip(`${title} (skipped: ${reason})`, () => undefined);
	}
}
