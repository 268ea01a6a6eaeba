// A relay in http mode: one request and its reply, and both connections end.
import net from 'node:net';
import test from 'ava';
import {CAPACITY} from '../relay/flow.js';
import {TestRelay, allOf, connectTo, findWays, startOrigin} from './helpers/relay.js';

const BODY = 'b'.repeat(100_000);

/** What an origin that keeps its connection answers, unless it is told to close. */
const replies: Readonly<Record<string, string>> = {
	'/length': `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
	'/chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
	'/lf': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
	'/close': `HTTP/1.0 200 OK\r\n\r\n${BODY}`,
	'/early': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
	'/nothing': '',
	'/half': 'HTTP/1.1 200 OK\r\nContent-Le',
};

for (const {name: policy, args: way} of await findWays()) {
	test(`${policy}: forwards a request and its reply, and closes`, async t => {
		const requests: string[] = [];
		const origin = await startOrigin(t, socket => {
			answer(socket, requests);
		});
		using relay = await TestRelay.start(...['--mode', 'http', ...way, '--origin', origin]);
		const ask = async (...pieces: string[]) => {
			const client = connectTo(relay.port);
			const reply = allOf(client).finally(() => client.end());
			for (const piece of pieces) {
				client.write(piece);
				await new Promise(setImmediate);
			}

			return String(await reply);
		};
		const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;
		for (const path of ['/length', '/chunks', '/close']) {
			t.is(await ask(get(path)), closing(replies[path] ?? ''), path);
			t.is(requests.pop(), closing(get(path)));
		}

		t.is(await ask('GET /lf HTTP/1.1\n\n'), closing(replies['/lf'] ?? ''));
		t.is(requests.pop(), 'GET /lf HTTP/1.1\nConnection: close\r\n\n');

		t.is(
			await ask(...(get('/length').match(/[^]/g) ?? [])),
			closing(replies['/length'] ?? ''),
			'byte by byte',
		);
		t.is(requests.pop(), closing(get('/length')));

		const post = `POST /length HTTP/1.1\r\nContent-Length: ${BODY.length}\r\n\r\n`;
		t.is(await ask(post, BODY), closing(replies['/length'] ?? ''), 'with a body');
		t.is(requests.pop(), closing(post) + BODY);

		t.is(await ask(get('/chunks') + get('/length')), closing(replies['/chunks'] ?? ''), 'two');
		t.is(requests.pop(), closing(get('/chunks')));

		for (const path of ['/nothing', '/half']) {
			t.regex(await ask(get(path)), /^HTTP\/1.1 502 Bad Gateway\r\n/, path);
		}

		t.regex(await ask('GET /'.padEnd(4 * CAPACITY, 'a')), /^HTTP\/1.1 431 /);
		const upload = `POST /early HTTP/1.1\r\nContent-Length: ${2 * BODY.length}\r\n\r\n`;
		t.is(await ask(upload, BODY), closing(replies['/early'] ?? ''), 'before all was sent');
		const silent = connectTo(relay.port);
		silent.end('GET / HT');
		t.is(String(await allOf(silent)), '');
		await relay.end(t);
	});

	test(`${policy}: an origin that refuses is answered for`, async t => {
		const server = net.createServer();
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const {port} = server.address() as net.AddressInfo;
		await new Promise(resolve => server.close(resolve));
		const args = ['--mode', 'http', ...way, '--origin', `127.0.0.1:${port}`];
		using relay = await TestRelay.start(...args);
		const client = connectTo(relay.port);
		client.write('GET / HTTP/1.1\r\n\r\n');
		t.regex(String(await allOf(client)), /^HTTP\/1.1 502 /);
		const {origin} = await relay.end(t);
		t.like(origin, {begun: 1, failed: 1});
	});
}

/** Answers one request, once it is whole, or early; closes where that asks for it, or there is no more to say. */
function answer(socket: net.Socket, requests: string[]): void {
	let text = '';
	let isAnswered = false;
	socket.on('data', data => {
		text += data.toString('latin1');
		const [, path = '', length = '0', body = ''] =
			/^\w+ (\S+) [^]*?(?:Content-Length: (\d+)[^]*?)?\n\r?\n([^]*)$/.exec(text) ?? [];
		const isWhole = path === '/early' || (path !== '' && body.length === Number(length));
		if (isWhole && !isAnswered) {
			isAnswered = true;
			requests.push(text);
			const reply = replies[path] ?? '';
			if (/Connection: close/.test(text)) {
				socket.end(reply, 'latin1');
			} else {
				socket.write(reply, 'latin1');
			}
		}
	});
}

/** A message with the header that the relay adds. */
function closing(message: string): string {
	return message.replace(/(\r?\n)(\r?\n)/, '$1Connection: close\r\n$2');
}
