// A peer that does not keep to NBD loses its connection, and nobody else does.
import {type Socket, connect} from 'node:net';
import test from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {startBlocks, startLoad, whereOf} from './helpers/blocks.js';

const DISK = 1024 ** 2;

function words(...numbers: number[]): Buffer {
	const buffer = Buffer.alloc(numbers.length * 4);
	numbers.forEach((number, index) => buffer.writeUInt32BE(number, index * 4));
	return buffer;
}

function option(number: number, data: Buffer): Buffer {
	return Buffer.concat([Buffer.from('IHAVEOPT'), words(number, data.length), data]);
}

function request(command: number, offset: number, length: number): Buffer {
	return words(0x2560_9513, command, 0, 1, 0, offset, length);
}

/** The client's side of a handshake: its flags, NBD_OPT_STRUCTURED_REPLY, NBD_OPT_GO. */
const handshake = Buffer.concat([words(3), option(8, Buffer.alloc(0)), option(7, Buffer.alloc(6))]);
/** And then two reads: the load goes on, so that nobody else may write. */
const session = Buffer.concat([handshake, request(0, 0, 4), request(0, DISK - 16, 16)]);

const faults: Array<[what: string, bytes: Buffer, message: RegExp]> = [
	['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /does not speak NBD's fixed newstyle/],
	['sends no option', Buffer.concat([words(3), Buffer.alloc(64)]), /no option of a handshake/],
	[
		'sends an option of 1 GiB',
		Buffer.concat([words(3), Buffer.from('IHAVEOPT'), words(7, 2 ** 30)]),
		/has 1073741824 bytes/,
	],
	['sends no request', Buffer.concat([handshake, Buffer.alloc(28)]), /is no request/],
	// NBD's TRIM, CACHE, WRITE_ZEROES and BLOCK_STATUS, which were not offered, and one that is nobody's.
	...[4, 5, 6, 7, 77].map((command): [string, Buffer, RegExp] => [
		`sends command ${command}`,
		Buffer.concat([handshake, request(command, 0, 1)]),
		new RegExp(`command ${command},`),
	]),
	[
		'reads 4 GiB',
		Buffer.concat([handshake, request(0, 0, 2 ** 32 - 1)]),
		/4294967295 bytes at once/,
	],
	[
		'writes 4 GiB',
		Buffer.concat([handshake, request(1, 0, 2 ** 32 - 1)]),
		/4294967295 bytes at once/,
	],
	['reads nothing', Buffer.concat([handshake, request(0, 0, 0)]), /0 bytes at once/],
	[
		'reads beyond the end',
		Buffer.concat([handshake, request(0, DISK - 1, 2)]),
		/2 bytes at 1048575 of a disk of 1048576/,
	],
	['stalls in its handshake', handshake.subarray(0, 10), /has not sent the rest for 1 s/],
	[
		'stalls in a write',
		Buffer.concat([handshake, request(1, 0, 4096)]),
		/has not sent the rest for 1 s/,
	],
	[
		'does not read its replies',
		Buffer.concat([handshake, ...Array.from({length: 64}, () => request(0, 0, DISK))]),
		/has not read its reply for 1 s/,
	],
];

test('each is ended with its reason, while a load goes on', async t => {
	using server = startBlocks(['--size', String(DISK), '--patience', '1', '--nodelay']);
	const where = await whereOf(server);
	const {port} = await server.event('ready');
	const good = [...where, '--connections', '2', '--inflight', '4', '--block', '4096'];
	using load = startLoad([...good, '--duration', '600']);
	await load.event('measuring');
	const peers: Socket[] = [];
	for (const [, bytes] of faults) {
		peers.push(speak(port, bytes));
	}

	// Cut anywhere: the end of a stream is no fault, and leaves nothing behind.
	for (let length = 0; length <= session.length; length++) {
		peers.push(speak(port, session.subarray(0, length)).end());
	}

	const count = async () => (await server.report()).connections.now;
	let now = await count();
	await waitFor(
		() => {
			void count().then(found => {
				now = found;
			});
			return now === 2 && server.all('warning').length >= faults.length - 3 ? true : undefined;
		},
		() => `${now} connections are left: ${server.output}`,
	);
	const report = await server.report();
	t.is(report.faults, faults.length);
	t.is(report.connections.accepted, 2 + faults.length + session.length + 1);
	const warnings = server.all('warning').map(({message}) => message);
	for (const [what, , message] of faults) {
		t.true(
			warnings.some(warning => message.test(warning)),
			`${what}: ${warnings.join('; ')}`,
		);
	}

	const {replies} = await load.report();
	t.true((await load.report()).replies > replies, 'the load goes on');
	await load.close();
	t.deepEqual((await load.event('result')).errors, {wrong: 0, refused: 0, lost: 0});
	t.is(await server.close(), 0, server.errors);
	for (const peer of peers) {
		peer.destroy();
	}
});

/** A peer that says `bytes` and reads nothing. */
function speak(port: number, bytes: Buffer): Socket {
	const peer = connect(port, '127.0.0.1');
	peer.on('error', () => undefined);
	peer.write(bytes);
	return peer;
}
