// A relay in tcp mode: no byte is lost or changed, ends and resets are passed on, memory is bounded.
import {createHash, randomBytes} from 'node:crypto';
import net from 'node:net';
import test from 'ava';
import {
	TestRelay,
	type Way,
	allOf,
	connectTo,
	endingOf,
	findWays,
	startOrigin,
} from './helpers/relay.js';

const PAYLOAD = randomBytes(3 * 2 ** 20);
/** More than all sockets on the way hold. */
const LARGE = randomBytes(32 * 2 ** 20);
/** By how much its memory may grow while a side does not read: a ring touches all its buffers meanwhile. */
const MOST_GROWTH = 16 * 2 ** 20;

/** Of one policy, on the other pollers. */
const pollers: Way[] = ['poll', 'select'].map(name => ({
	name: `merged on ${name}`,
	args: ['--policy', 'merged', '--mechanism', name],
}));
const ways = await findWays();

for (const {name, args} of [...ways, ...pollers]) {
	test(`${name}: bytes go both ways unchanged, and each direction ends by itself`, async t => {
		const ends: string[] = [];
		const origin = await startOrigin(t, socket => {
			void allOf(socket).then(data => {
				ends.push(sumOf(data));
				socket.end(PAYLOAD);
			});
		});
		using relay = await TestRelay.start(...args, '--origin', origin);
		const client = connectTo(relay.port);
		client.end(PAYLOAD.subarray(1));
		t.is(sumOf(await allOf(client)), sumOf(PAYLOAD));
		t.deepEqual(ends, [sumOf(PAYLOAD.subarray(1))]);
		const {bytes, resets} = await relay.end(t);
		t.deepEqual(bytes, {up: PAYLOAD.length - 1, down: PAYLOAD.length});
		t.is(resets, 0);
	});

	test(`${name}: the origin speaks first, and ends first`, async t => {
		let heard: Promise<Buffer> | undefined;
		const origin = await startOrigin(t, socket => {
			heard = allOf(socket);
			socket.end('hello');
		});
		using relay = await TestRelay.start(...args, '--origin', origin);
		const client = connectTo(relay.port);
		t.is(String(await allOf(client)), 'hello');
		client.end(PAYLOAD);
		t.is(sumOf((await heard) ?? Buffer.alloc(0)), sumOf(PAYLOAD));
		await relay.end(t);
	});
}

for (const {name: policy, args} of ways) {
	test(`${policy}: a side that does not read holds up the other, and costs no memory`, async t => {
		let open: (socket: net.Socket) => void = () => undefined;
		const opened = new Promise<net.Socket>(resolve => {
			open = resolve;
		});
		const origin = await startOrigin(t, socket => {
			socket.pause();
			open(socket);
		});
		using relay = await TestRelay.start(...args, '--origin', origin);
		const before = (await relay.program.report()).rss;
		const client = connectTo(relay.port);
		client.end(LARGE);
		const deaf = await opened;
		const stalled = await stall(relay);
		t.true(stalled.bytes.up < LARGE.length, `${stalled.bytes.up} bytes`);
		t.true(stalled.rss - before < MOST_GROWTH, `${stalled.rss - before} bytes`);
		const heard = allOf(deaf);
		deaf.resume();
		t.is(sumOf(await heard), sumOf(LARGE));
		deaf.end();
		client.resume();
		await relay.end(t);
	});

	test(`${policy}: a reset on either side reaches the other`, async t => {
		const endings: Array<Promise<string>> = [];
		const origin = await startOrigin(t, socket => {
			endings.push(endingOf(socket));
			socket.once('data', data => {
				if (String(data) === 'reset') {
					socket.resetAndDestroy();
				} else {
					socket.write(data);
				}
			});
		});
		using relay = await TestRelay.start(...args, '--origin', origin);
		const resetting = connectTo(relay.port);
		resetting.write('echo');
		await new Promise(resolve => resetting.once('data', resolve));
		resetting.resetAndDestroy();
		await relay.idle();
		t.is(await endings[0], 'reset');
		const other = connectTo(relay.port);
		other.write('reset');
		t.is(await endingOf(other), 'reset');
		const {resets} = await relay.end(t);
		t.is(resets, 2);
	});

	test(`${policy}: an origin that refuses, or vanishes`, async t => {
		const server = net.createServer(socket => {
			socket.on('error', () => undefined);
			server.close();
			// Before that a relay may not know yet that it has connected.
			socket.once('data', () => {
				socket.resetAndDestroy();
			});
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const {port} = server.address() as net.AddressInfo;
		using relay = await TestRelay.start(...args, '--origin', `127.0.0.1:${port}`);
		// It accepts the first.
		for (let turn = 0; turn < 3; turn++) {
			const client = connectTo(relay.port);
			client.write('anybody there?');
			t.is(await endingOf(client), 'reset');
			await relay.idle();
		}

		const {origin, connections} = await relay.end(t);
		t.like(origin, {begun: 3, failed: 2});
		t.is(connections.accepted, 3);
	});
}

test('more clients than it is told to have are refused', async t => {
	const origin = await startOrigin(t, socket => socket.pipe(socket));
	using relay = await TestRelay.start('--maxfds', '1', '--origin', origin);
	const first = connectTo(relay.port);
	first.write('a');
	await new Promise(resolve => first.once('data', resolve));
	t.is(await endingOf(connectTo(relay.port)), 'reset');
	first.end();
	t.is(await endingOf(first), 'end');
	const {connections} = await relay.end(t);
	t.like(connections, {accepted: 1, refused: 1, peak: 1});
});

/** Until nothing more has come for many reports in a row. */
async function stall(relay: TestRelay) {
	let last = await relay.program.report();
	for (let row = 0; row < 50;) {
		const report = await relay.program.report();
		row = report.bytes.up === last.bytes.up && report.bytes.up > 0 ? row + 1 : 0;
		last = report;
	}

	return last;
}

function sumOf(data: Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}
