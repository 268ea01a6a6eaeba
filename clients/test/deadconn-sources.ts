// On loopback, connections are spread over source addresses, so that no address runs out of ports.
import test from 'ava';
import {Namespace, whyNoNamespace} from './helpers/deadconn-namespace.js';
import {RemoteServer} from './helpers/deadconn-remote-server.js';
import {startDeadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';

const reason = whyNoNamespace();
const inNamespace = reason === undefined ? test : test.skip;
const title = (text: string) =>
	reason === undefined ? text : `${text} (needs a network namespace: ${reason})`;

inNamespace(title('more connections than an address has ports are opened'), async t => {
	using namespace = await Namespace.create();
	const server = await RemoteServer.start(namespace, '127.0.0.1');
	narrow(namespace, server);
	using client = namespace.startDeadconn('127.0.0.1', String(server.port), '1000');
	t.is((await client.event('ready')).open, 1000);
	const {sources} = await server.until(({dead}) => dead === 1000);
	// A quarter of 100 ports each.
	t.is(sources.length, 40);
	t.true(sources.includes('127.0.0.2') && !sources.includes('127.0.0.1'));
	t.is(await client.close(), 0);
});

inNamespace(
	title('every port of the addresses given is used, and no more are promised'),
	async t => {
		using namespace = await Namespace.create();
		const server = await RemoteServer.start(namespace, '127.0.0.1');
		const range = narrow(namespace, server);
		const args = ['127.0.0.1', String(server.port)];
		const sources = '--sources=127.0.0.7,127.0.0.8';
		using full = namespace.startDeadconn(...args, '200', sources);
		await full.event('ready');
		t.deepEqual((await server.until(({dead}) => dead === 200)).sources, ['127.0.0.7', '127.0.0.8']);

		using refused = namespace.startDeadconn(...args, '201', sources);
		t.is(await refused.exit(), 1);
		t.is(refused.all('warning').length, 0);
		const [failed] = refused.all('failed');
		t.like(failed, {open: 0, of: 201, limit: 'net.ipv4.ip_local_port_range'});
		t.is(failed?.value, `${range}: 100 ports on each of 2 source addresses`);
		t.regex(failed?.remedy ?? '', /sysctl -w net.ipv4.ip_local_port_range="1024 65535".*--sources/);

		// What others hold is found out on the way.
		using late = namespace.startDeadconn(...args, '1', sources);
		t.is(await late.exit(), 1);
		t.like(late.all('failed')[0], {open: 0, of: 1, limit: 'net.ipv4.ip_local_port_range'});
		t.is(await full.close(), 0);
	},
);

test('addresses given are used in turn, in every process', async t => {
	using server = await CountingServer.start();
	const args = ['--sources', '127.1.2.3,127.4.5.6', '--processes', '2'];
	using client = startDeadconn(server.port, 40, ...args);
	await client.event('ready');
	await server.until(({dead}) => dead === 40);
	const from = [...server.peers].map(peer => peer.from);
	t.is(from.filter(address => address === '127.1.2.3').length, 20);
	t.is(from.filter(address => address === '127.4.5.6').length, 20);
	t.is(await client.close(), 0);
});

inNamespace(title('an address that this machine lacks is named'), async t => {
	using namespace = await Namespace.create();
	const server = await RemoteServer.start(namespace, '127.0.0.1');
	const args = ['127.0.0.1', String(server.port), '5', '--sources', '10.1.2.3'];
	using client = namespace.startDeadconn(...args);
	t.is(await client.exit(), 1);
	t.like(client.all('failed')[0], {open: 0, limit: 'source addresses', value: '10.1.2.3'});
});

/** Leaves 100 ports to connect from, and not the server's among them. */
function narrow(namespace: Namespace, {port}: RemoteServer): string {
	const range = port < 50_000 ? '50000 50099' : '40000 40099';
	namespace.run(`echo ${range} > /proc/sys/net/ipv4/ip_local_port_range`);
	return range;
}
