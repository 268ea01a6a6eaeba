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
	using server = await RemoteServer.start(lab.far, '10.0.0.1');
	using client = lab.near.startDeadconn('10.0.0.1', String(server.port), '500');
	t.is((await client.event('ready')).open, 500);
	t.deepEqual((await server.until(({dead}) => dead === 500)).sources, ['10.0.0.2']);
	t.deepEqual(client.all('warning'), []);
	t.is(await client.close(), 0);
	await server.until(({open}) => open === 0);
});

onTwoMachines('a connect that is not answered is given up after --timeout', async (t, lab) => {
	const listener = lab.far.startProgram(slowListener, '10.0.0.1');
	const port = String(((await once(listener.stdout, 'data')) as [Buffer])[0]).trim();
	using client = lab.near.startDeadconn('10.0.0.1', port, '50', '--timeout', '0.3');
	t.is(await client.exit(), 1);
	listener.kill();
	const [failed] = client.all('failed');
	t.like(failed, {of: 50, value: `no answer from 10.0.0.1:${port} within 0.3 s`});
	t.true(failed !== undefined && failed.open >= BACKLOG && failed.open < 50);
});

onTwoMachines('SYNs that the server dropped at first are told of', async (t, lab) => {
	const listener = lab.far.startProgram(slowListener, '10.0.0.1');
	const port = String(((await once(listener.stdout, 'data')) as [Buffer])[0]).trim();
	using client = lab.near.startDeadconn('10.0.0.1', port, '20', '--timeout', '30');
	await client.event('progress');
	listener.stdin.write('accept\n');
	t.is((await client.event('ready')).open, 20);
	t.regex(client.all('warning')[0]?.message ?? '', /accept queue was full/);
	t.is(await client.close(), 0);
	listener.kill();
});

onTwoMachines('where there is no route it says so', async (t, lab) => {
	using client = lab.near.startDeadconn('10.9.9.9', '80', '5');
	t.is(await client.exit(), 1);
	t.like(client.all('failed')[0], {open: 0, limit: 'ENETUNREACH'});
});
