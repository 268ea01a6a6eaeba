// Connections as the kernel counts them: those that were accepted, and those that still wait.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {networkInterfaces} from 'node:os';
import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {type PortState, TcpConnections} from '../tcp-connections.js';

const program = `require('net')
	.createServer(socket => socket.on('error', () => {}))
	.listen(0, process.argv[1], function () { console.log(this.address().port); });`;

const addresses = ['127.0.0.1', '::1'].filter(address =>
	Object.values(networkInterfaces())
		.flat()
		.some(each => each?.address === address),
);

// What listens on :: has sockets of IPv6 for clients of IPv4.
for (const [listens, address] of [...addresses.map(each => [each, each]), ['::', '127.0.0.1']]) {
	test(`a server on ${listens ?? ''} that stands still leaves connections of ${address ?? ''} waiting`, async t => {
		if (listens === '::' && !addresses.includes('::1')) {
			t.pass();
			return;
		}

		const {child, port} = await startServer(t, listens ?? '');
		using kernel = new TcpConnections(address ?? '', port);
		t.deepEqual(kernel.look(), {isListening: true, connections: 0, waiting: 0});
		await connectMany(t, 2, {host: address, port});
		await until(t, kernel, {isListening: true, connections: 2, waiting: 0});
		child.kill('SIGSTOP');
		const late = await connectMany(t, 3, {host: address, port});
		await until(t, kernel, {isListening: true, connections: 2, waiting: 3});
		child.kill('SIGCONT');
		await until(t, kernel, {isListening: true, connections: 5, waiting: 0});
		late.forEach(socket => socket.destroy());
		await until(t, kernel, {isListening: true, connections: 2, waiting: 0});
		child.kill('SIGKILL');
		await until(t, kernel, {isListening: false, connections: 0, waiting: 0});
	});
}

async function startServer(t: ExecutionContext, address: string) {
	const child = spawn(process.execPath, ['-e', program, address], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.teardown(() => child.kill('SIGKILL'));
	const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
	return {child, port: Number(port)};
}

async function connectMany(
	t: ExecutionContext,
	count: number,
	to: {host: string | undefined; port: number},
): Promise<Socket[]> {
	const sockets = Array.from({length: count}, () => connect({...to, host: to.host ?? ''}));
	for (const socket of sockets) {
		socket.on('error', () => undefined);
		t.teardown(() => socket.destroy());
	}

	await Promise.all(sockets.map(async socket => once(socket, 'connect')));
	return sockets;
}

/** Asks until the answer is `wanted`, for a minute at most. */
async function until(t: ExecutionContext, kernel: TcpConnections, wanted: PortState) {
	const isWanted = () => JSON.stringify(kernel.look()) === JSON.stringify(wanted);
	for (const deadline = Date.now() + 60_000; !isWanted() && Date.now() < deadline;) {
		await delay(10);
	}

	t.deepEqual(kernel.look(), wanted);
}
