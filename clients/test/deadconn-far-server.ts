// A server on another machine: connects take time, and its accept queue cannot be seen.
import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import {Namespace, whyNoNamespace} from './helpers/deadconn-namespace.js';
import {RemoteServer} from './helpers/deadconn-remote-server.js';
import {BACKLOG, slowListener} from './helpers/deadconn-slow-listener.js';

const reason = whyNoNamespace();

function onTwoMachines(title: string, run: (t: ExecutionContext, lab: Lab) => Promise<void>): void {
	if (reason !== undefined) {
		test.skip(`${title} (needs network namespaces: ${reason})`, () => undefined);
		return;
	}

	test(title, async t => {
		using lab = await Lab.create();
		await run(t, lab);
	});
}

/** Two network namespaces and a wire between them. */
class Lab {
	static async create(): Promise<Lab> {
		const [near, far] = await Promise.all([Namespace.create(), Namespace.create()]);
		near.run(`ip link add wire type veth peer name wire netns ${far.pid}`);
		near.run('ip address add 10.0.0.2/24 dev wire && ip link set wire up');
		far.run('ip address add 10.0.0.1/24 dev wire && ip link set wire up');
		// Without it, packets cross within the system call that sends them, as on loopback.
		near.run('tc qdisc add dev wire root tbf rate 20mbit burst 3kb latency 400ms');
		return new Lab(near, far);
	}

	private constructor(
		readonly near: Namespace,
		readonly far: Namespace,
	) {}

	[Symbol.dispose](): void {
		this.near[Symbol.dispose]();
		this.far[Symbol.dispose]();
	}
}

onTwoMachines('all are opened, dead, from the address that the kernel chooses', async (t, lab) => {
	const server = await RemoteServer.start(lab.far, '10.0.0.1');
	using client = lab.near.startDeadconn('10.0.0.1', String(server.port), '500');
	t.is((await client.event('ready')).open, 500);
	t.deepEqual((await server.until(({dead}) => dead === 500)).sources, ['10.0.0.2']);
	t.deepEqual(client.all('warning'), []);
	t.is(await client.close(), 0);
	await server.until(({open}) => open === 0);
});

for (const number of [20, 60]) {
	onTwoMachines(
		`${number} connections that a server does not take are no success`,
		async (t, lab) => {
			const {port} = await startListener(lab);
			const args = ['10.0.0.1', port, String(number), '--timeout', '0.3'];
			using client = lab.near.startDeadconn(...args);
			t.is(await client.exit(), 1);
			t.like(client.all('failed')[0], {
				// The kernel says that more are established, but the server's has no more.
				open: BACKLOG + 1,
				of: number,
				value: `no answer from 10.0.0.1:${port} within 0.3 s`,
			});
			t.is(client.all('ready').length, 0);
		},
	);
}

onTwoMachines(
	'they are ready when the server takes them, and it is said why so late',
	async (t, lab) => {
		const {port, accept} = await startListener(lab);
		using client = lab.near.startDeadconn('10.0.0.1', port, '36', '--timeout', '30');
		await client.event('progress');
		t.is(client.all('ready').length, 0);
		accept();
		t.is((await client.event('ready')).open, 36);
		t.regex(client.all('warning')[0]?.message ?? '', /accept queue was full/);
		t.is(await client.close(), 0);
	},
);

onTwoMachines('where there is no route it says so', async (t, lab) => {
	using client = lab.near.startDeadconn('10.9.9.9', '80', '5');
	t.is(await client.exit(), 1);
	t.like(client.all('failed')[0], {
		...{open: 0, limit: 'the network'},
		reason: 'the network is unreachable (ENETUNREACH)',
	});
});

async function startListener({far}: Lab): Promise<{port: string; accept: () => void}> {
	const {stdin, stdout} = far.startProgram(slowListener, '10.0.0.1');
	const [port] = (await once(stdout, 'data')) as [Buffer];
	return {port: String(port).trim(), accept: () => stdin.write('accept\n')};
}
