// A server that meets a real limit keeps serving, and says so.
import test from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {findServerMechanisms} from '../mechanisms.js';
import {connectMany} from './helpers/http-client.js';
import {startLimitedServer, startServer} from './helpers/program.js';

for (const {name, probe} of await findServerMechanisms()) {
	const title = `${name}: serves on when it is out of descriptors`;
	if (!probe.ok) {
		test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	test(title, async t => {
		using server = startLimitedServer(60, '--mechanism', name);
		const {port} = await server.event('ready');
		const connections = await connectMany(port, 80);
		const warning = await server.event('warning');
		t.regex(warning.message, /accept: .*EMFILE.*ulimit -n/);
		const {connections: counted} = await server.report();
		t.true(counted.now > 10 && counted.now < 60, String(counted.now));
		for (const connection of connections) {
			connection.ask();
		}

		const answered = () => connections.filter(({text}) => text.length > 0).length;
		await waitFor(
			() => answered() === counted.now || undefined,
			() => `${answered()} of ${counted.now} connections were answered`,
		);
		t.is((await server.report()).connections.now, counted.now);
		// Whoever waited in the backlog is served as soon as others leave.
		for (const connection of connections.slice(0, 60)) {
			connection.end();
		}

		const rest = connections.slice(60);
		const late = await Promise.all(
			rest.map(
				async connection =>
					connection.text.length > 0 ||
					waitFor(
						() => (connection.text.length > 0 ? true : undefined),
						() => 'a connection that waited was never served',
					),
			),
		);
		t.true(late.every(Boolean));
		for (const connection of rest) {
			connection.end();
		}

		t.is(await server.close(), 0, server.errors);
	});
}

test('select refuses descriptors past FD_SETSIZE, as the real one must', async t => {
	using server = startServer('--mechanism', 'select');
	const {port} = await server.event('ready');
	const connections = await connectMany(port, 1100);
	const {message} = await server.event('warning');
	t.regex(message, /select cannot watch descriptor 1\d\d\d: .*FD_SETSIZE \(1024\).*poll or epoll/);
	const {connections: counted} = await server.report();
	t.is(counted.now + counted.refused, 1100);
	t.true(counted.now < 1024 && counted.now > 900, String(counted.now));
	const served = connections.filter(connection => connection.isOpen).slice(0, 5);
	for (const connection of served) {
		t.true(await connection.asks());
	}

	for (const connection of connections) {
		connection.end();
	}

	t.is(await server.close(), 0, server.errors);
});
