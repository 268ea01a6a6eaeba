// What goes out: the request, in as many pieces as the socket takes, and from which port.
import net from 'node:net';
import * as libc from '../../linux/libc.js';
import {SO_RCVBUF, listenOn, portOf, setOption} from '../../linux/socket.js';
import {onEngines} from './helpers/httperf-engines.js';
import {REPLY, TestServer, always} from './helpers/httperf-server.js';

onEngines("the request is httperf's", async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	await on.measure(...server.options, '--uri=/a/b?c=d');
	t.is(
		server.requestText,
		'GET /a/b?c=d HTTP/1.1\r\nUser-Agent: httperf/0.9.0\r\nHost: 127.0.0.1\r\n\r\n',
	);
});

onEngines('localhost is 127.0.0.1, and the name goes into the Host field', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	await on.measure('--server=localhost', `--port=${server.port}`);
	t.regex(server.requestText, /\r\nHost: localhost\r\n/);
});

onEngines(
	'a request larger than the send buffer is finished when the server reads',
	async (t, on) => {
		// More than a socket and a peer that does not read take between them.
		const uri = `/${'x'.repeat(120_000)}`;
		const received: number[] = [];
		const server = net.createServer({pauseOnConnect: true}, socket => {
			let bytes = 0;
			setTimeout(() => socket.resume(), 200);
			socket.on('data', data => {
				bytes += data.length;
				if (data.toString('latin1').endsWith('\r\n\r\n')) {
					received.push(bytes);
					socket.write(REPLY);
					bytes = 0;
				}
			});
			socket.on('error', () => undefined);
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const {port} = server.address() as net.AddressInfo;
		const args = ['--num-conns=3', '--num-calls=3', `--uri=${uri}`, '--send-buffer=2048'];
		const result = await on.measure(...['--server=127.0.0.1', `--port=${port}`, ...args]);
		server.close();
		t.like(result.errors, {total: 0});
		t.like(result.total, {requests: 9, replies: 9});
		t.true(received.length === 9 && new Set(received).size === 1);
		t.true((received[0] as number) > uri.length);
	},
);

onEngines('a server that never reads: the timeout bounds sending, too', async (t, on) => {
	// Nobody accepts: what is sent fills the receive buffer, which a socket has from its listener.
	const listener = listenOn('127.0.0.1', 0, 16);
	setOption(listener, SO_RCVBUF, 4096);
	t.teardown(() => libc.close(listener));
	// --think-timeout counts only once all is sent.
	const args = ['--send-buffer=2048', '--timeout=0.4', '--think-timeout=600'];
	const uri = `--uri=/${'x'.repeat(120_000)}`;
	const result = await on.measure('--server=127.0.0.1', `--port=${portOf(listener)}`, uri, ...args);
	t.like(result.errors, {total: 1, 'client-timo': 1});
	t.is(result.total.requests, 0);
});

onEngines('--hog takes ports from 1024 upward, past those that are taken', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	await on.measure(...server.options, '--num-conns=4', '--hog');
	const ports = [...server.clientPorts];
	t.is(ports.length, 4);
	t.deepEqual(
		ports.toSorted((a, b) => a - b),
		ports,
	);
	const first = ports[0] as number;
	t.true(first >= 1024 && first < 32_768);
	// Its own connections of before are in TIME_WAIT, which takes a port as a listener does.
	await on.measure(...server.options, '--num-conns=1', '--hog');
	t.false(ports.includes(server.clientPorts[4] as number));
});
