// A header and a body that are sent apart or joined: how many calls and segments a reply takes, exactly.
import test, {type ExecutionContext} from 'ava';
import {dataSegmentsSent} from '../../linux/tcp-info.js';
import {findServerMechanisms} from '../mechanisms.js';
import {type ReplyKind, replyKinds} from '../reply-policies.js';
import {TestClient, replyLength} from './helpers/client.js';
import {TestServer} from './helpers/server.js';

const REQUEST = 'GET / HTTP/1.1\r\n\r\n';
const ROUNDS = 200;
const PIPELINED = 600;
/** What reads so many requests at once. */
const RECEIVE_SIZE = 16_384;
const LARGE = 1 << 18;

type Calls = Readonly<Record<string, number>>;

/** Calls and segments of a reply, and calls of 600 replies to pipelined requests. */
const expected: Readonly<Record<ReplyKind, {one: Calls; segments: number; many: Calls}>> = {
	// 76 replies of 213 bytes are a block.
	whole: {one: {sendto: 1}, segments: 1, many: {sendto: 8}},
	split: {one: callsOf(2, 0, 0), segments: 2, many: callsOf(2 * PIPELINED, 0, 0)},
	cork: {one: callsOf(2, 0, 2), segments: 1, many: callsOf(2 * PIPELINED, 0, 2)},
	more: {one: callsOf(2, 0, 0), segments: 1, many: callsOf(2 * PIPELINED, 0, 0)},
	// 1024 parts at a time (IOV_MAX).
	writev: {one: callsOf(0, 1, 0), segments: 1, many: callsOf(0, 2, 0)},
	copy: {one: callsOf(1, 0, 0), segments: 1, many: callsOf(1, 0, 0)},
};

function callsOf(sendto: number, writev: number, setsockopt: number): Calls {
	return {sendto, writev, setsockopt};
}

const names = ['epoll', 'poll', 'epoll-et', 'epoll-oneshot'];
const mechanisms = await findServerMechanisms();

for (const mechanism of mechanisms.filter(({name}) => names.includes(name))) {
	for (const reply of replyKinds) {
		const {one, segments, many} = expected[reply];

		test(`${mechanism.name}, ${reply}: calls and segments of a reply, and of many at once`, t => {
			const setup = {reply, isNoDelay: true, receiveSize: RECEIVE_SIZE};
			using server = new TestServer(mechanism, setup);
			const client = new TestClient(server.port);
			server.turnUntil(() => server.opened.length === 1);
			for (let round = 1; round <= ROUNDS; round++) {
				client.send(REQUEST);
				server.turnUntil(() => client.replies() === round);
			}

			isCalls(t, server, one, ROUNDS);
			t.is(dataSegmentsSent(server.opened[0]?.fd ?? -1), segments * ROUNDS);
			const before = server.backend.syscalls();
			client.send(REQUEST.repeat(PIPELINED));
			server.turnUntil(() => client.replies() === ROUNDS + PIPELINED);
			isCalls(t, server, many, 1, before);
			client.close();
		});

		test(`${mechanism.name}, ${reply}: all of large replies reaches a reader that stalls`, t => {
			using server = new TestServer(mechanism, {reply, messageSize: LARGE, sendBuffer: 4096});
			const client = new TestClient(server.port, {receiveBuffer: 4096});
			server.turnUntil(() => server.opened.length === 1);
			client.send(REQUEST.repeat(3));
			server.turnTimes(5);
			server.turnUntil(() => client.received().length === 3 * replyLength(LARGE));
			t.is(client.replies(LARGE), 3);
			// Behind a reply, what ends the connection.
			client.send(`${REQUEST}${'x'.repeat(10_000)}`);
			server.turnUntil(() => {
				client.received();
				return client.ended !== undefined;
			});
			const last = client.received().subarray(4 * replyLength(LARGE));
			t.regex(last.toString('latin1'), /^HTTP\/1\.1 431 /);
			client.close();
		});
	}
}

for (const mechanism of mechanisms.filter(({kind}) => kind === 'completion')) {
	const {name, probe} = mechanism;
	const title = `${name} sends parts one after the other, and refuses to join them`;
	if (!probe.ok) {
		test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	test(title, t => {
		for (const reply of ['cork', 'more', 'writev', 'copy'] as const) {
			t.throws(() => new TestServer(mechanism, {reply}), {message: /--reply .* is for mechanisms/});
		}

		using server = new TestServer(mechanism, {reply: 'split', isNoDelay: true});
		const client = new TestClient(server.port);
		server.turnUntil(() => server.opened.length === 1);
		client.send(REQUEST.repeat(3));
		server.turnUntil(() => client.replies() === 3);
		t.is(dataSegmentsSent(server.opened[0]?.fd ?? -1), 6);
		client.close();
	});
}

/** Whether the server has made `due` calls of each name, `times` over, since `before`. */
function isCalls(
	t: ExecutionContext,
	{backend}: TestServer,
	due: Calls,
	times: number,
	before: Calls = {},
): void {
	const calls = backend.syscalls();
	for (const [name, count] of Object.entries(due)) {
		t.is((calls[name] ?? 0) - (before[name] ?? 0), count * times, name);
	}
}
