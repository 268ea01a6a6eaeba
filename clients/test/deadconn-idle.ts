// Kinds of idle connections: what the server sees of each, and what happens where it answers otherwise.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {
	type AddressInfo,
	createServer as createSilentServer,
	type Server,
	type Socket,
} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createServer as createTlsServer, type TLSSocket} from 'node:tls';
import test, {type ExecutionContext} from 'ava';
import {probeTls} from '../../linux/tls.js';
import {commandOf} from '../../programs/command-of.js';
import {deadconnEvents} from '../../programs/events/deadconn.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';

const COUNT = '40';

/** A server that counts what it is asked, and changes to WebSocket at /chat. */
async function startServer(t: ExecutionContext) {
	const seen = {connections: 0, requests: 0, upgrades: 0, paths: new Set<string>()};
	const hosts = new Set<string | undefined>();
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		seen.requests++;
		seen.paths.add(`${request.url ?? ''} ${request.headers['accept'] ?? ''}`);
		response.writeHead(request.url === '/missing' ? 404 : 200).end('x'.repeat(100_000));
	});
	server.on('connection', socket => {
		seen.connections++;
		sockets.add(socket);
	});
	server.on('upgrade', (request, socket) => {
		seen.upgrades++;
		hosts.add(request.headers.host);
		socket.on('error', () => undefined);
		socket.write(
			request.url === '/chat'
				? 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
				: 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
		);
	});
	return {seen, hosts, port: await listen(t, server, sockets)};
}

/** Has a server listen until the test ends, and its connections with it. Returns its port. */
async function listen(t: ExecutionContext, server: Server, sockets: ReadonlySet<Socket>) {
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return String((server.address() as AddressInfo).port);
}

/** By a name, which TLS and HTTP tell the server. */
function start(port: string, ...args: string[]) {
	const command = commandOf('clients/deadconn', ['localhost', port, COUNT, '--json', ...args]);
	return new TestProgram(deadconnEvents, command);
}

const kinds: Array<[string, string[], object]> = [
	['silent', [], {requests: 0, upgrades: 0}],
	['keep-alive', ['--uri', '/a', '--add-header', 'Accept: text/plain\\n'], {requests: 40}],
	['websocket', ['--uri', '/chat', '--processes', '2'], {requests: 0, upgrades: 40}],
];
for (const [kind, args, expected] of kinds) {
	test(`${kind} connections are open, and stay`, async t => {
		const {port, seen, hosts} = await startServer(t);
		using program = start(port, '--idle', kind, ...args);
		t.like(await program.event('ready'), {open: 40, of: 40});
		// The kernel completes a connection before the server has accepted it.
		await waitFor(
			() => seen.connections === 40 || undefined,
			() => `${seen.connections} of 40`,
		);
		t.like(seen, expected);
		t.deepEqual([...seen.paths], kind === 'keep-alive' ? ['/a text/plain'] : []);
		t.deepEqual([...hosts], kind === 'websocket' ? ['localhost'] : [], 'workers know the name');
		t.like(await program.report(), {open: 40, closed: 0});
		t.is(await program.close(), 0);
	});
}

for (const [kind, path, message] of [
	['keep-alive', '/missing', /^it answers GET \/missing with "HTTP\/1.1 404 Not Found"$/],
	['websocket', '/', /^it answers GET \/ with "HTTP\/1.1 400 Bad Request"$/],
] as const) {
	test(`${kind} connections that are answered otherwise are told of`, async t => {
		const {port} = await startServer(t);
		using program = start(port, '--idle', kind, '--uri', path);
		t.is(await program.exit(), 1);
		t.regex(String((program.events.at(-1) as {value?: string}).value), message);
	});
}

test('a server that answers as expected, with an error', async t => {
	const {port} = await startServer(t);
	using program = start(port, '--idle', 'keep-alive', '--uri', '/missing', '--status', '4xx');
	t.like(await program.event('ready'), {open: 40});
	t.is(await program.close(), 0);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const testTls = probeTls().ok && hasOpenssl ? test : test.skip;

for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
	testTls(`tls connections have shaken hands (${version}; needs GnuTLS, openssl)`, async t => {
		const folder = mkdtempSync(join(tmpdir(), 'deadconn-test-'));
		const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
		const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
		spawnSync('openssl', ['req', ...kind, '-subj', '/CN=x', '-keyout', key, '-out', cert]);
		let secured = 0;
		const names = new Set<unknown>();
		const sockets = new Set<Socket>();
		const server = createTlsServer(
			{key: readFileSync(key), cert: readFileSync(cert), maxVersion: version},
			socket => {
				secured++;
				names.add((socket as TLSSocket & {servername?: unknown}).servername);
				socket.on('error', () => undefined);
			},
		);
		rmSync(folder, {recursive: true});
		server.on('connection', (socket: Socket) => sockets.add(socket));
		const port = await listen(t, server, sockets);
		using program = start(port, '--idle', 'tls', '--processes', '2');
		t.like(await program.event('ready'), {open: 40, of: 40});
		await waitFor(
			() => secured === 40 || undefined,
			() => `${secured} of 40 have shaken hands`,
		);
		t.deepEqual([...names], ['localhost'], 'the name that workers ask for (RFC 6066)');
		// Its tickets and what is closed are told apart.
		[...sockets][0]?.destroy();
		await program.event('closed');
		t.like(await program.report(), {open: 39, closed: 1});
		t.is(await program.close(), 0);
	});
}

testTls('a server that speaks no TLS is told of', async t => {
	const {port} = await startServer(t);
	using program = start(port, '--idle', 'tls');
	t.is(await program.exit(), 1);
	const {value, remedy} = program.events.at(-1) as {value?: string; remedy?: string};
	t.regex(String(value), /^it does not shake hands: .*TLS/);
	t.regex(String(remedy), /the port that TLS is spoken on/);
});

for (const [kind, value, remedy] of [
	['tls', /^it takes a connection, and does not shake hands for 0.1 s$/, /TLS is spoken on/],
	['keep-alive', /^it takes a connection, and does not answer GET \/ for 0.1 s$/, /--uri/],
] as const) {
	(kind === 'tls' ? testTls : test)(
		`${kind}: a server that takes connections and says nothing is told of`,
		async t => {
			const sockets = new Set<Socket>();
			const port = await listen(
				t,
				createSilentServer(socket => {
					sockets.add(socket.on('error', () => undefined));
				}),
				sockets,
			);
			using program = start(port, '--idle', kind, '--timeout', '0.1');
			t.is(await program.exit(), 1);
			const failed = program.events.at(-1) as {value?: string; remedy?: string};
			t.regex(String(failed.value), value);
			t.regex(String(failed.remedy), remedy);
		},
	);
}
