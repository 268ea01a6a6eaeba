// dphttpd inside TLS: what is asked is answered by each mechanism, and who breaks TLS is ended alone.
import {spawn, spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import {acceptFrom, listenOn, portOf} from '../../linux/socket.js';
import {psk} from '../../linux/psk.js';
import {DONE, type OpenTls, probeTls, pskClient} from '../../linux/tls.js';
import {commandOf} from '../../programs/command-of.js';
import {deadconnEvents} from '../../programs/events/deadconn.js';
import {httperfEvents} from '../../programs/events/httperf.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {type ServerMechanism, findServerMechanisms} from '../mechanisms.js';
import {TestClient, replyLength} from './helpers/client.js';
import {startServer} from './helpers/program.js';
import {TestServer} from './helpers/server.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
/** More than a record, and than is read at a time. */
const PIPELINED = 1200;
const LARGE = 1 << 18;
/** Of what a client says first; every length costs a connection. */
const STEP = 9;
const security = 'tls';
/** recv(2). */
const MSG_PEEK = 2;

const probe = probeTls();
const mechanisms = await findServerMechanisms();
let open: OpenTls | undefined;

/** A client inside TLS that never blocks. */
class TlsClient {
	readonly #client: TestClient;
	readonly #session;
	readonly #memory = allocate(65_536);
	#length = 0;
	#text = '';

	constructor(port: number, setup: {receiveBuffer?: number} = {}) {
		this.#client = new TestClient(port, setup);
		open ??= pskClient();
		this.#session = open(this.#client.fd);
	}

	/** Goes on with the handshake. Returns whether it is done. */
	shakes(): boolean {
		return this.#session.isOpen || this.#session.handshake() === DONE;
	}

	/** What fits into the socket. */
	send(text: string): void {
		this.#memory.bytes.set(Buffer.from(text, 'latin1'));
		for (let at = 0; at < text.length;) {
			const sent = this.#session.send(this.#memory.address + at, text.length - at);
			if (sent <= 0) {
				throw new Error(`sent ${at} of ${text.length} bytes`);
			}

			at += sent;
		}
	}

	/** How many bytes have come so far. */
	received(): number {
		for (;;) {
			const count = this.#session.receive(this.#memory.address, this.#memory.bytes.length);
			if (count <= 0) {
				return this.#length;
			}

			this.#length += count;
			this.#text = Buffer.from(this.#memory.bytes.subarray(0, count)).toString('latin1');
		}
	}

	/** What came last. */
	get text(): string {
		return this.#text;
	}

	close(): void {
		this.#session[Symbol.dispose]();
		this.#client.close();
	}
}

if (probe.ok) {
	for (const mechanism of mechanisms.filter(each => each.kind === 'readiness' && each.probe.ok)) {
		test(`${mechanism.name}: requests of several records are answered, and a large reply`, t => {
			answers(t, mechanism);
		});
	}

	const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
	for (const name of ['epoll', 'epoll-et']) {
		(hasOpenssl ? test : test.skip)(
			`${name}: a peer that takes new keys (needs openssl)`,
			rekeys,
			name,
		);
	}

	test('who breaks TLS is ended, wherever it stops, and nobody else is', breaks);
	test('deadconn shakes hands, and httperf loads beside', loads);
} else {
	test.skip(`dphttpd inside TLS (skipped: ${probe.reason})`, () => undefined);
}

for (const mechanism of mechanisms.filter(each => each.kind === 'completion' && each.probe.ok)) {
	test(`${mechanism.name} refuses TLS, with its reason`, t => {
		t.throws(() => new TestServer(mechanism, {security}), {
			message: /--security tls is for mechanisms that tell of readiness/,
		});
	});
}

function answers(t: ExecutionContext, mechanism: ServerMechanism): void {
	using server = new TestServer(mechanism, {security, receiveSize: 64});
	const clients = Array.from({length: 3}, () => new TlsClient(server.port));
	server.turnUntil(() => clients.every(client => client.shakes()));
	for (const client of clients) {
		client.send(REQUEST.repeat(PIPELINED));
	}

	const due = PIPELINED * replyLength(128);
	server.turnUntil(() => clients.every(client => client.received() === due));
	t.is(server.protocol.replies, 3 * PIPELINED);
	// GnuTLS's calls are its own.
	const named = Object.keys({...server.backend.syscalls(), ...server.backend.errors()});
	t.false(named.includes('recvfrom') || named.includes('sendto'), named.join());
	for (const client of clients) {
		client.close();
	}

	server.turnUntil(() => server.closed.size === 3);
	t.deepEqual([...server.closed.values()].flat(), ['peer', 'peer', 'peer']);

	using large = new TestServer(mechanism, {security, messageSize: LARGE, sendBuffer: 4096});
	const slow = new TlsClient(large.port, {receiveBuffer: 4096});
	large.turnUntil(() => slow.shakes());
	slow.send(REQUEST.repeat(3));
	// It reads nothing for a while.
	large.turnTimes(5);
	large.turnUntil(() => slow.received() === 3 * replyLength(LARGE));
	// Behind a reply, what ends the connection.
	slow.send('x'.repeat(10_000));
	large.turnUntil(() => {
		slow.received();
		return slow.text.startsWith('HTTP/1.1 431 ');
	});
	slow.close();
	t.deepEqual([...server.warnings, ...large.warnings], []);
}

/** New keys are told in records without data (RFC 8446, section 4.6.3): no poller tells of what is behind them. */
async function rekeys(t: ExecutionContext, name: string): Promise<void> {
	using server = new TestServer(mechanismOf(name), {security});
	const key = ['-psk', Buffer.from(psk.key).toString('hex'), '-psk_identity', psk.user];
	const kind = ['-tls1_3', '-ciphersuites', 'TLS_AES_128_GCM_SHA256', ...key];
	const peer = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${server.port}`, ...kind]);
	t.teardown(() => peer.kill());
	let said = '';
	for (const stream of [peer.stdout, peer.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			said += chunk.toString('latin1');
		});
	}

	const until = async (isDone: () => boolean) =>
		waitFor(
			() => isDone() || undefined,
			() => said,
		);
	const count = (pattern: RegExp) => said.match(pattern)?.length ?? 0;
	let replies = 0;
	const answered = async (more: number) => {
		replies += more;
		await until(() => {
			server.backend.turn(0);
			return count(/HTTP\/1.1 200 /g) === replies;
		});
	};
	const memory = allocate(65_536);
	const waiting = () => {
		const {fd} = server.opened[0] as {fd: number};
		return libc.recv(fd, memory.address, memory.bytes.length, MSG_PEEK);
	};
	/** Of s_client (openssl-s_client(1)): k has new keys, K asks for ours, too; they go with what is sent next. */
	const rekey = async (letter: 'k' | 'K') => {
		const before = count(/KEYUPDATE/g);
		peer.stdin.write(`${letter}\n`);
		await until(() => count(/KEYUPDATE/g) > before);
	};

	peer.stdin.write(REQUEST);
	await answered(1);
	// The server does not turn until all of it is there.
	for (let times = 0; times < 3; times++) {
		await rekey('k');
		const before = Math.max(0, waiting());
		peer.stdin.write(REQUEST);
		await until(() => waiting() > before + REQUEST.length);
	}

	await answered(3);
	await rekey('K');
	peer.stdin.write(REQUEST);
	await answered(1);
	t.deepEqual(server.warnings, []);
}

function mechanismOf(name: string): ServerMechanism {
	return mechanisms.find(each => each.name === name) as ServerMechanism;
}

function breaks(t: ExecutionContext): void {
	using server = new TestServer(mechanismOf('epoll'), {security});
	const good = new TlsClient(server.port);
	server.turnUntil(() => good.shakes());
	const hello = firstWords();
	const speak = (...said: Buffer[]) => {
		const client = new TestClient(server.port);
		client.send(Buffer.concat(said));
		return client;
	};
	// Ended by the server, which tells why.
	const broken = [
		speak(Buffer.from(REQUEST)),
		speak(Buffer.alloc(4096, 'garbage')),
		speak(hello, Buffer.alloc(4096, 'garbage')),
	];
	server.turnUntil(() => {
		for (const client of broken) {
			client.received();
		}

		return broken.every(({ended}) => ended !== undefined);
	});
	t.true(server.warnings.length >= broken.length, server.warnings.join('\n'));
	t.true(server.warnings.every(warning => warning.startsWith('a connection was ended: ')));
	// Those that end by themselves, and one that stays and says no more.
	for (let length = 0; length < hello.length; length += STEP) {
		speak(hello.subarray(0, length)).close();
	}

	const silent = speak(hello.subarray(0, 100));
	const shaken = new TlsClient(server.port);
	server.turnUntil(() => shaken.shakes());
	shaken.close();
	server.turnUntil(() => server.backend.counters.now === 2);
	good.send(REQUEST);
	server.turnUntil(() => good.received() === replyLength(128));
	silent.close();
	server.turnUntil(() => server.backend.counters.now === 1);
	good.close();
}

/** What a client says to begin with. */
function firstWords(): Buffer {
	const listener = listenOn('127.0.0.1', 0, 1);
	const client = new TlsClient(portOf(listener));
	client.shakes();
	const server = acceptFrom(listener);
	const memory = allocate(4096);
	const length = libc.recv(server, memory.address, memory.bytes.length, 0);
	const words = Buffer.from(memory.bytes.subarray(0, length));
	libc.close(server);
	client.close();
	libc.close(listener);
	return words;
}

async function loads(t: ExecutionContext): Promise<void> {
	using server = startServer('--security', security);
	const {port, cipher} = await server.event('ready');
	t.regex(String(cipher), /^TLS 1.3, .*AES-128-GCM/);
	const dead = ['127.0.0.1', String(port), '200', '--json', '--idle', 'tls'];
	using deadconn = new TestProgram(deadconnEvents, commandOf('clients/deadconn', dead));
	t.like(await deadconn.event('ready'), {open: 200});
	const of = ['--server=127.0.0.1', `--port=${port}`, '--num-conns', '20', '--json'];
	const load = async (...args: string[]) => {
		using httperf = new TestProgram(httperfEvents, commandOf('clients/httperf', [...of, ...args]));
		await httperf.exit();
		return await httperf.event('result');
	};
	const inTls = ['--security', security, '--num-calls', '50'];
	const {total, engine} = await load(...inTls);
	t.deepEqual([total.replies, engine], [1000, 'epoll']);
	const {total: each, errors} = await load('--connection-per-call', ...inTls);
	t.deepEqual([each.replies, Object.values(errors).filter(count => count > 0)], [1000, []]);
	const {connections, replies} = await server.report();
	t.deepEqual([connections.now, connections.accepted, replies], [200, 1220, 2000]);
	t.is((await load('--num-calls', '1')).total.replies, 0, 'nothing is answered without TLS');
	t.is(await deadconn.close(), 0);
	t.is(await server.close(), 0, server.errors);
}
