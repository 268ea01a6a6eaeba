// The C twin does dphttpd's work: the same 213 bytes a request, however the requests arrive.
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import test from 'ava';
import {dphttpdTwin, ringTwin} from '../servers.js';
import {probe} from '../../servers/backends/io_uring.js';

const reply =
	'HTTP/1.1 200 OK\r\nServer: dphttpd/1\r\nContent-Type: text/plain\r\nContent-Length: 128\r\n\r\n' +
	'x'.repeat(128);
const request = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';
const hasCompiler = !spawnSync('cc', ['--version']).error;

const noCompiler = hasCompiler ? undefined : 'no C compiler here';
const ring = probe();

for (const [name, twin, missing] of [
	['epoll, plain', () => dphttpdTwin('epoll', 'plain'), noCompiler],
	['poll, phased', () => dphttpdTwin('poll', 'phased'), noCompiler],
	['io_uring', ringTwin, noCompiler ?? (ring.ok ? undefined : ring.reason)],
] as const) {
	const title = `the C twin on ${name} serves whole, split and pipelined requests`;
	if (missing !== undefined) {
		test.skip(`${title} (${missing})`, t => {
			t.fail();
		});
		continue;
	}

	test(title, async t => {
		const {program, port} = await twin().start({cpu: firstCpu(), dead: 0});
		const socket = net.connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
		let received = '';
		socket.on('data', (text: string) => {
			received += text;
		});
		const expectReplies = async (count: number) => {
			while (received.length < count * reply.length) {
				await once(socket, 'data');
			}

			t.is(received, reply.repeat(count));
			received = '';
		};

		socket.write(request);
		await expectReplies(1);
		for (const byte of `\r\n${request}`) {
			socket.write(byte);
		}

		await expectReplies(1);
		socket.write('GET /\n\n'.repeat(20_000) + 'GET / HT');
		await expectReplies(20_000);
		socket.write('TP/1.0\r\n\r\n');
		await expectReplies(1);
		t.like(await program.report(), {event: 'report', replies: 20_003});
		socket.destroy();
		await program.stop();
	});
}

function firstCpu(): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	return Number(/^Cpus_allowed_list:\t(\d+)/m.exec(status)?.[1]);
}
