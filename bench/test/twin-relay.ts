// The C twin of the relay does its work: bytes go both ways unchanged, and each direction ends by itself.
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import test from 'ava';
import {relayTwin} from '../relays.js';

const PAYLOAD = randomBytes(2 ** 20);
const CONNECTIONS = 10;

const hasCompiler = !spawnSync('cc', ['--version']).error;
const title = 'the C twin of the relay passes on all bytes, ends and resets';

(hasCompiler ? test : test.skip)(
	`${title}${hasCompiler ? '' : ' (skipped: no C compiler here)'}`,
	async t => {
		const server = net.createServer({allowHalfOpen: true}, socket => {
			socket.on('error', () => undefined);
			void allOf(socket).then(
				heard => socket.end(heard.length === 0 ? 'nothing' : heard),
				() => undefined,
			);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port: behind} = server.address() as net.AddressInfo;
		const {program, port} = await relayTwin({port: async () => Promise.resolve(behind)}).start({
			...{cpu: firstCpu(), dead: 0},
		});
		const connect = () => net.connect({port, host: '127.0.0.1', allowHalfOpen: true});
		for (let turn = 0; turn < CONNECTIONS; turn++) {
			const reset = connect();
			await once(reset, 'connect');
			reset.resetAndDestroy();
		}

		await Promise.all(
			Array.from({length: CONNECTIONS}, async (_, index) => {
				const client = connect();
				client.end(PAYLOAD.subarray(index));
				t.true((await allOf(client)).equals(PAYLOAD.subarray(index)));
			}),
		);
		const silent = connect();
		silent.end();
		t.is(String(await allOf(silent)), 'nothing');
		for (;;) {
			const {connections} = await program.report();
			if ((connections as {now: number}).now === 0) {
				break;
			}
		}

		await program.stop();
		server.close();
		t.pass();
	},
);

async function allOf(socket: net.Socket): Promise<Buffer> {
	const chunks: Buffer[] = [];
	socket.on('data', (data: Buffer) => chunks.push(data));
	await once(socket, 'end');
	return Buffer.concat(chunks);
}

function firstCpu(): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	return Number(/^Cpus_allowed_list:\t(\d+)/m.exec(status)?.[1]);
}
