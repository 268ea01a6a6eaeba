// A relay in keepalive mode: request after request, over connections to the origin that are kept and shared.
import net from 'node:net';
import test from 'ava';
import {TestRelay, allOf, connectTo, endingOf, findWays, startOrigin} from './helpers/relay.js';

const BODY = 'b'.repeat(100_000);

/** Of an origin that keeps its connections, but for what its path says. */
const replies = {
	'/short': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
	'/long': `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
	'/lf': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
	'/none': 'HTTP/1.1 304 Not Modified\r\n\r\n',
	'/head': 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n',
	'/then-ends': 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast',
	'/last': 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
	'/endless': 'HTTP/1.1 200 OK\r\n\r\nbytes',
	'/chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
	'/cut': 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\npart',
	'/nothing': '',
	'/ends': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain',
	'/resets': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain',
} as const;

type Path = keyof typeof replies;

for (const {name, args} of await findWays()) {
	test(`${name}: serves request after request, and keeps what is whole`, async t => {
		const requests: string[] = [];
		const sockets: net.Socket[] = [];
		const origin = await startOrigin(t, socket => {
			sockets.push(socket);
			answer(socket, requests);
		});
		using relay = await TestRelay.start('--mode', 'keepalive', ...args, '--origin', origin);
		const first = new Client(relay.port);
		for (const path of ['/short', '/long', '/short', '/lf', '/none', '/short'] as const) {
			first.socket.write(get(path));
			t.is(await first.next(path), replies[path], path);
			t.is(requests.pop(), get(path));
		}

		// What HEAD asks for has no body, whatever its length says.
		first.socket.write(`${get('/head').replace('GET', 'HEAD')}${get('/short')}`);
		t.is(await first.next('/head'), replies['/head']);
		t.is(await first.next('/short'), replies['/short'], 'behind a reply to HEAD');

		for (const piece of get('/short')) {
			first.socket.write(piece);
			await new Promise(setImmediate);
		}

		t.is(await first.next('/short'), replies['/short'], 'byte by byte');
		const post = `POST /long HTTP/1.1\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
		first.socket.write(post);
		t.is(await first.next('/long'), replies['/long'], 'with a body');
		t.true(requests.includes(post));
		const second = new Client(relay.port);
		second.socket.write(get('/short') + get('/long') + post + get('/short'));
		for (const path of ['/short', '/long', '/long', '/short'] as const) {
			t.is(await second.next(path), replies[path], 'pipelined');
		}

		t.is(sockets.length, 1, 'one connection to the origin serves all');
		second.socket.write(get('/then-ends'));
		t.is(await second.next('/then-ends'), replies['/then-ends']);
		await endIdle(relay, sockets);
		second.socket.write(get('/short'));
		t.is(await second.next('/short'), replies['/short'], 'over another connection');
		await endIdle(relay, sockets);
		second.socket.write(get('/short'));
		t.is(await second.next('/short'), replies['/short'], 'after an idle one has ended');
		t.is(sockets.length, 3);
		for (const path of ['/ends', '/resets'] as const) {
			second.socket.write(get(path));
			t.is(await second.next(path), replies[path], 'asked again, over a new connection');
		}

		t.is(sockets.length, 5);
		const third = new Client(relay.port);
		third.socket.end('POST /ends HTTP/1.1\r\nContent-Length: 0\r\n\r\n');
		t.regex(String(await allOf(third.socket)), /^HTTP\/1.1 502 /, 'it may have been served');
		t.is(sockets.length, 5);

		second.socket.end(get('/short'));
		t.is(String(await allOf(second.socket)), replies['/short'], 'the last');
		first.socket.end();
		t.is(await endingOf(first.socket), 'end');
		const {origin: counts, requests: served, resets} = await relay.idle();
		t.deepEqual(
			{...counts, served, resets},
			{
				...{begun: 6, failed: 0, reused: 17, served: 20},
				resets: 0,
			},
		);
		await endIdle(relay, sockets);
		await relay.end(t);
	});

	test(`${name}: what cannot be told apart ends the connection`, async t => {
		const sockets: net.Socket[] = [];
		const origin = await startOrigin(t, socket => {
			sockets.push(socket);
			answer(socket, []);
		});
		using relay = await TestRelay.start('--mode', 'keepalive', ...args, '--origin', origin);
		const ask = async (...texts: string[]) => {
			const {socket} = new Client(relay.port);
			for (const text of texts) {
				socket.write(text);
			}

			const all = String(await allOf(socket));
			socket.end();
			return all;
		};
		t.is(await ask(get('/last')), replies['/last']);
		for (const path of ['/endless', '/chunks', '/nothing']) {
			t.regex(await ask(get(path)), /^HTTP\/1.1 502 /, path);
		}

		t.regex(await ask('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'), /^HTTP\/1.1 400 /);
		t.regex(await ask('GET /'.padEnd(100_000, 'a')), /^HTTP\/1.1 431 /);
		t.is(await ask('GET /short HTTP/1.0\r\n\r\n'), replies['/short'], 'HTTP/1.0 ends');
		const cut = new Client(relay.port);
		cut.socket.write(get('/cut'));
		// libuv may say "end" of a reset that comes right behind some bytes.
		await endingOf(cut.socket);
		await relay.reportWhere(({resets}) => resets === 1);
		const half = new Client(relay.port);
		half.socket.end('GET / HT');
		t.is(String(await allOf(half.socket)), '');
		await endIdle(relay, sockets);
		await relay.end(t);
	});
}

test('an origin that refuses is answered for, and a client that resets is forgotten', async t => {
	const server = net.createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as net.AddressInfo;
	await new Promise(resolve => server.close(resolve));
	using relay = await TestRelay.start('--mode', 'keepalive', '--origin', `127.0.0.1:${port}`);
	const client = new Client(relay.port);
	client.socket.write(get('/short'));
	t.regex(String(await allOf(client.socket)), /^HTTP\/1.1 502 /);
	client.socket.resetAndDestroy();
	const {origin} = await relay.end(t);
	t.like(origin, {begun: 1, failed: 1});
});

/** One connection, whose replies are told apart by their lengths. */
class Client {
	readonly socket: net.Socket;
	#text = '';
	#heard: () => void = () => undefined;

	constructor(port: number) {
		this.socket = connectTo(port);
		this.socket.on('data', (data: Buffer) => {
			this.#text += data.toString('latin1');
			this.#heard();
		});
	}

	/** As many bytes as the reply to `path` has. */
	async next(path: Path): Promise<string> {
		const {length} = replies[path];
		while (this.#text.length < length) {
			await new Promise<void>(resolve => {
				this.#heard = resolve;
			});
		}

		const reply = this.#text.slice(0, length);
		this.#text = this.#text.slice(length);
		return reply;
	}
}

function get(path: string): string {
	return `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;
}

/**
 * Answers each request once it is whole; one a connection at a time comes, as the relay has it. Some meet
 * the end of a connection that has served before.
 */
function answer(socket: net.Socket, requests: string[]): void {
	let text = '';
	let served = 0;
	socket.on('end', () => {
		socket.end();
	});
	socket.on('data', data => {
		text += data.toString('latin1');
		const [, path, length = '0', body = ''] =
			/^\w+ (\S+) [^]*?(?:Content-Length: (\d+)[^]*?)?\r\n\r\n([^]*)$/.exec(text) ?? [];
		if (path === undefined || body.length < Number(length)) {
			return;
		}

		requests.push(text);
		text = '';
		if (served++ > 0 && path === '/ends') {
			socket.end();
			return;
		}

		if (served > 1 && path === '/resets') {
			socket.resetAndDestroy();
			return;
		}

		socket.write(replies[path as Path], 'latin1');
		if (/then-ends|last|nothing|cut|endless/.test(path)) {
			socket.end();
		}
	});
}

/** Ends the connections that the relay keeps, until it has heard of it. */
async function endIdle(relay: TestRelay, sockets: readonly net.Socket[]): Promise<void> {
	for (const socket of sockets) {
		socket.end();
	}

	await Promise.all(sockets.map(async socket => socket.closed || endOf(socket)));
	await relay.program.report();
}

async function endOf(socket: net.Socket): Promise<void> {
	return new Promise(resolve => {
		socket.once('close', () => {
			resolve();
		});
	});
}
