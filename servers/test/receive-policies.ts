// Waiting, eager and yield: how often each makes which call for a reply, exactly.
import test from 'ava';
import {type ServerMechanism, findServerMechanisms} from '../mechanisms.js';
import type {ReceivePolicy} from '../receive-policy.js';
import {TestClient} from './helpers/client.js';
import {TestServer} from './helpers/server.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
const ROUNDS = 1000;

type Calls = Readonly<
	Record<'recvfrom' | 'nothing' | 'sendto' | 'controls' | 'waits' | 'replies', number>
>;

/** Those of the study `receive`, which every kernel has. */
const names = ['epoll', 'epoll-oneshot', 'epoll-et', 'poll'];
const mechanisms = (await findServerMechanisms()).filter(({name}) => names.includes(name));

for (const mechanism of mechanisms) {
	const isOneshot = mechanism.name === 'epoll-oneshot';

	test(`${mechanism.name}, one connection: a reply's receives and changes, by policy`, t => {
		const waiting = callsOf(mechanism, 'waiting', 1);
		t.like(waiting, {recvfrom: 1, nothing: 0, sendto: 1, controls: isOneshot ? 1 : 0, waits: 1});
		for (const policy of ['eager', 'yield'] as const) {
			const calls = callsOf(mechanism, policy, 1);
			t.like(calls, {recvfrom: 2, nothing: 1, sendto: 1, controls: isOneshot ? 1 : 0, waits: 1});
		}
	});

	test(`${mechanism.name}, many connections at once: one wait for all of them`, t => {
		for (const policy of ['waiting', 'eager', 'yield'] as const) {
			const {recvfrom, nothing, controls, waits} = callsOf(mechanism, policy, 50);
			t.is(recvfrom, policy === 'waiting' ? 1 : 2);
			t.is(nothing, recvfrom - 1);
			t.is(controls, isOneshot ? 1 : 0);
			t.true(waits < 0.1);
		}
	});
}

/** Calls for each reply, where `connections` ask together, and each again once it has its reply. */
function callsOf(mechanism: ServerMechanism, receive: ReceivePolicy, connections: number): Calls {
	using server = new TestServer(mechanism, {receive});
	const {backend, protocol, port} = server;
	const clients = Array.from({length: connections}, () => new TestClient(port));
	try {
		server.turnUntil(() => server.opened.length === connections);
		const count = () => {
			const {recvfrom = 0, sendto = 0} = backend.syscalls();
			const {controls, waits} = backend.counters;
			const nothing = backend.errors()['recvfrom']?.['EAGAIN'] ?? 0;
			return {recvfrom, nothing, sendto, controls, waits};
		};
		const before = count();
		for (let round = 0; round < ROUNDS / connections; round++) {
			for (const client of clients) {
				client.send(REQUEST);
			}

			const asked = (round + 1) * connections;
			server.turnUntil(() => protocol.replies === asked);
			for (const client of clients) {
				client.received();
			}
		}

		const after = count();
		const perReply = (name: keyof typeof after) => (after[name] - before[name]) / protocol.replies;
		return {
			recvfrom: perReply('recvfrom'),
			nothing: perReply('nothing'),
			sendto: perReply('sendto'),
			controls: perReply('controls'),
			waits: perReply('waits'),
			replies: protocol.replies,
		};
	} finally {
		for (const client of clients) {
			client.close();
		}
	}
}
