// The calls that a relay makes for a connection: HAProxy's of 2013, before and after its commit 2f877304e.
import test, {type ExecutionContext} from 'ava';
import type {dphttpdEvents} from '../../programs/events/dphttpd.js';
import type {TestProgram} from '../../programs/test/helpers/test-program.js';
import type {RelayReport} from './helpers/relay.js';
import {WiredNamespace, whyNoWire} from './helpers/wire.js';

const CONNECTIONS = 100;
/** Seconds each way: a relay that loses its processor for less is still too early with its first send. */
const DELAY = 0.01;
const TOLERANCE = 0.005;
/** On a busy machine some come too late all the same; each makes at most so many calls of a name less. */
const MOST_LATE = 0.1;
const LATE_CALLS = 2;

/**
 * Calls a connection: plots/published/published-haproxy-2013.csv, divided by its 10 000 connections. Beside
 * a name is how many of them met EAGAIN, or EINPROGRESS.
 */
const published = {
	tcp: {
		split: {epoll_wait: 6, epoll_ctl: 5, recvfrom: 5, recvfromEAGAIN: 2},
		merged: {epoll_wait: 5, epoll_ctl: 4, recvfrom: 4, recvfromEAGAIN: 1},
		both: {
			sendto: 3,
			sendtoEAGAIN: 1,
			accept4: 2,
			connect: 1,
			shutdown: 2,
			close: 2,
			setsockopt: 2,
		},
	},
	http: {
		split: {epoll_wait: 6, epoll_ctl: 3, recvfrom: 3, recvfromEAGAIN: 1},
		merged: {epoll_wait: 5, epoll_ctl: 2, recvfrom: 2, recvfromEAGAIN: 0},
		both: {
			sendto: 3,
			sendtoEAGAIN: 1,
			accept4: 2,
			connect: 1,
			shutdown: 1,
			close: 2,
			setsockopt: 2,
		},
	},
} as const;

const reason = whyNoWire();
const wiredTest = reason === undefined ? test : test.skip;
const skipped = reason === undefined ? '' : ` (skipped: ${reason})`;

wiredTest(`on a wire, split and merged make the calls of 2013${skipped}`, async t => {
	using namespace = await WiredNamespace.create(DELAY);
	const {address, peer} = namespace.ends;
	// Side by side, each with an origin and a client of its own, which make one connection at a time.
	await Promise.all(
		(['tcp', 'http'] as const).flatMap(mode =>
			(['split', 'merged'] as const).map(async policy => {
				const calls = await measure(t, namespace, {address, peer, mode, policy});
				const expected = {...published[mode].both, ...published[mode][policy]};
				const late = 1 - (calls['tooEarly'] ?? 0);
				t.true(late <= MOST_LATE, `${mode} ${policy}: ${late} of first sends came late`);
				for (const [name, count] of Object.entries(expected)) {
					const found = calls[name] ?? 0;
					const most = TOLERANCE * Math.max(count, 1) + LATE_CALLS * late;
					const isSo = Math.abs(found - count) <= most;
					t.true(isSo, `${mode} ${policy}: ${name} ${found}, not ${count}`);
				}
			}),
		),
	);
	const {delay, dropped} = await namespace.wire.report();
	t.is(dropped, 0);
	t.true(delay.mean >= DELAY);
});

wiredTest(`on loopback there is nothing to merge${skipped}`, async t => {
	using namespace = await WiredNamespace.create(0);
	const [address, peer] = ['127.0.0.1', '127.0.0.1'];
	for (const mode of ['tcp', 'http'] as const) {
		const both = await Promise.all(
			(['split', 'merged'] as const).map(async policy =>
				measure(t, namespace, {address, peer, mode, policy}),
			),
		);
		for (const calls of both) {
			t.is(calls['tooEarly'], 0);
			t.is(calls['sendto'], 2);
		}
	}
});

type Case = {
	readonly address: string;
	readonly peer: string;
	readonly mode: string;
	readonly policy: string;
};

/** Calls a connection, by name; a name with EAGAIN behind it: those that met that. */
async function measure(
	t: ExecutionContext,
	namespace: WiredNamespace,
	{address, peer, mode, policy}: Case,
): Promise<Readonly<Record<string, number>>> {
	const origin = namespace.startOrigin(address);
	const {port} = await origin.event('ready');
	const relay = namespace.startRelay(`${peer}:${port}`, '--mode', mode, '--policy', policy);
	const ready = await relay.event('ready');
	const client = namespace.startClient();
	const before = await relay.report();
	for (let connection = 0; connection < CONNECTIONS; connection++) {
		const bytes = Number(await client.ask(ready.port));
		t.true(bytes >= 213, `${mode} ${policy}: ${bytes} bytes`);
		await untilIdle(origin);
	}

	const after = await relay.report();
	t.is(after.origin.begun - before.origin.begun, CONNECTIONS);
	const counts = [before, after].map(countsOf);
	const grown = Object.entries(counts[1] ?? {}).map(
		([name, count]) => [name, (count - (counts[0]?.[name] ?? 0)) / CONNECTIONS] as const,
	);
	return Object.fromEntries(grown);
}

/** The relay has closed its side, too: nothing of a connection meets the next. */
async function untilIdle(origin: TestProgram<typeof dphttpdEvents>): Promise<void> {
	while ((await origin.report()).connections.now > 0) {
		// It has not heard of it yet.
	}
}

function countsOf({
	syscalls,
	errors,
	early,
	waits,
	idle,
	shared,
}: RelayReport): Record<string, number> {
	return {
		...syscalls,
		recvfromEAGAIN: errors['recvfrom']?.['EAGAIN'] ?? 0,
		sendtoEAGAIN: errors['sendto']?.['EAGAIN'] ?? 0,
		tooEarly: early.again,
		epoll_wait: waits - idle + shared,
	};
}
