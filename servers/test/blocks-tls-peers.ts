// A peer that does not keep to TLS loses its connection, wherever it stops, and nobody else does.
import {type Socket, connect, createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import test from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {probeTls} from '../../linux/tls.js';
import {load, startBlocks, startLoad, whereOf} from './helpers/blocks.js';

const probe = probeTls();
/** The client's flags, and NBD_OPT_STARTTLS. */
const START = 20;
/** Of what a client says in its handshake; every length costs a connection. */
const STEP = 9;

const title = 'each is ended with its reason, while a load inside TLS goes on';
if (probe.ok) {
	test(title, async t => {
		const disk = ['--size', '1048576', '--patience', '1', '--nodelay', '--reply', 'more'];
		using server = startBlocks([...disk, '--security', 'tls']);
		const {port} = await server.event('ready');
		const client = await record(port);
		const where = [...(await whereOf(server)), '--security', 'tls'];
		const good = [...where, '--connections', '2', '--inflight', '4', '--block', '4096'];
		using running = startLoad([...good, '--duration', '600']);
		await running.event('measuring');
		const before = await server.report();
		const start = client.subarray(0, START);
		const option = (number: number) => {
			const bytes = Buffer.from('0000000349484156454f50540000000000000000', 'hex');
			bytes.writeUInt32BE(number, 12);
			return bytes;
		};
		const faults: Array<[bytes: Buffer, message: RegExp]> = [
			[
				Buffer.concat([start, Buffer.from('GET / HTTP/1.1\r\n\r\n')]),
				/did not wait for the answer/,
			],
			[option(1), /asked for the disk without TLS/],
		];
		const peers = faults.map(([bytes]) => speak(port, bytes));
		// Garbage in place of a handshake, once it was agreed on; what was said to another server; a stall.
		const later: Array<[bytes: Buffer, message: RegExp]> = [
			[Buffer.alloc(4096, 'garbage'), /TLS|packet|record/i],
			[Buffer.concat([client.subarray(START), Buffer.alloc(64)]), /TLS|[Dd]ecrypt|packet|record/],
			[client.subarray(START, START + 100), /has not sent the rest for 1 s/],
		];
		for (const [bytes] of later) {
			peers.push(await speakLater(port, start, bytes));
		}

		const cuts = [];
		for (let length = START; length < client.length; length += STEP) {
			cuts.push(await speakLater(port, start, client.subarray(START, length)));
			cuts.at(-1)?.end();
		}

		// One that asks for 64 MiB and reads no more, and one that is gone without a word: both have shaken hands.
		const asking = [
			...where,
			'--connections',
			'1',
			'--inflight',
			'64',
			'--block',
			'1m',
			'--reads',
			'1',
		];
		using stalled = startLoad([...asking, '--duration', '600']);
		using gone = startLoad([...asking, '--duration', '600']);
		await stalled.event('measuring');
		await gone.event('measuring');
		// Before it has a first reply it may not have asked for the rest: nothing would be kept from it then.
		while ((await stalled.report()).replies === 0);
		stalled.signal('SIGSTOP');
		gone.signal('SIGKILL');
		const stall = /has not read its reply for 1 s/;

		const saying = () => server.all('warning').map(({message}) => message);
		let now = 0;
		const messages = [...[...faults, ...later].map(([, message]) => message), stall];
		await waitFor(
			() => {
				void server.report().then(({connections}) => {
					now = connections.now;
				});
				const isTold = messages.every(message => saying().some(each => message.test(each)));
				return now === 2 && isTold ? true : undefined;
			},
			() => `${now} connections are left: ${server.output}`,
		);
		const after = await server.report();
		t.true(after.faults - before.faults >= messages.length);
		const opened = faults.length + later.length + cuts.length + 2;
		t.is(after.connections.accepted - before.connections.accepted, opened);
		const {replies} = await running.report();
		// The load goes on.
		while ((await running.report()).replies === replies);
		await running.close();
		t.deepEqual((await running.event('result')).errors, {wrong: 0, refused: 0, lost: 0});
		t.is(await server.close(), 0, server.errors);
		for (const peer of [...peers, ...cuts]) {
			peer.destroy();
		}
	});
} else {
	test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
}

/** What a client says to the server at `port` until it is served, by way of a server in between. */
async function record(port: number): Promise<Buffer> {
	const said: Buffer[] = [];
	const between = createServer(client => {
		const server = connect(port, '127.0.0.1');
		client.on('data', chunk => said.push(chunk));
		client.pipe(server).pipe(client);
		for (const socket of [client, server]) {
			socket.on('error', () => undefined);
		}
	});
	await new Promise<void>(resolve => {
		between.listen(0, '127.0.0.1', resolve);
	});
	const own = String((between.address() as AddressInfo).port);
	const one = ['--connections', '1', '--inflight', '1', '--block', '512', '--requests', '1'];
	await load(['--port', own, '--security', 'tls', ...one]);
	between.close();
	// The handshake is in its first kilobytes, and what follows is a load like any.
	return Buffer.concat(said).subarray(0, 1024);
}

/** A peer that says `bytes` and reads nothing. */
function speak(port: number, bytes: Buffer): Socket {
	const peer = connect(port, '127.0.0.1');
	peer.on('error', () => undefined);
	peer.write(bytes);
	return peer;
}

/** One that waits for the answer to NBD_OPT_STARTTLS before it goes on. */
async function speakLater(port: number, start: Buffer, bytes: Buffer): Promise<Socket> {
	const peer = speak(port, start);
	// A greeting of 18 bytes, an answer of 20.
	let length = 0;
	await new Promise<void>(resolve => {
		peer.on('data', chunk => {
			length += chunk.length;
			if (length >= 38) {
				resolve();
			}
		});
	});
	peer.write(bytes);
	return peer;
}
