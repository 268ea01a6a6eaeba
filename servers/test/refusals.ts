// What a server cannot or will not carry is refused, counted and said.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';

eachMechanism('resets connections past its maximum, and serves the others', (t, mechanism) => {
	using server = new TestServer(mechanism, {maxConnections: 10});
	const clients = Array.from({length: 15}, () => new TestClient(server.port));
	server.turnUntil(() => server.backend.counters.refused === 5);
	t.is(server.backend.counters.now, 10);
	t.regex(server.warnings[0] ?? '', /refused.*--maxfds/);
	for (const client of clients) {
		client.received();
	}

	const served = clients.filter(client => client.ended === undefined);
	t.is(served.length, 10);
	t.true(clients.every(client => client.ended !== 'closed'));
	for (const client of served) {
		client.send(request);
	}

	server.turnUntil(() => served.every(client => client.replies() === 1));
	served[0]?.close();
	server.turnUntil(() => server.backend.counters.now === 9);
	const late = new TestClient(server.port);
	late.send(request);
	server.turnUntil(() => late.replies() === 1);
	for (const client of [...served.slice(1), late]) {
		client.close();
	}
});

eachMechanism('answers a request that is too long with 431, and closes', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	const other = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 2);
	client.send(request + 'GET / HTTP/1.1\r\nX: ' + 'x'.repeat(20_000));
	server.turnUntil(() => {
		client.received();
		return client.ended !== undefined;
	});
	const text = client.received().toString('latin1');
	t.is(text.match(/HTTP\/1\.1 200 OK/g)?.length, 1);
	t.is(text.match(/HTTP\/1\.1 431 /g)?.length, 1);
	t.is(client.ended, 'closed', 'the reply can be read before the end: no reset');
	client.close();
	server.turnUntil(() => server.backend.counters.now === 1);
	t.deepEqual([...server.closed.values()], [['server']]);
	other.send(request);
	server.turnUntil(() => other.replies() === 1);
	other.close();
});

eachMechanism('does not wait for ever for a peer that it has closed', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send('x'.repeat(9000));
	server.turnUntil(() => server.backend.counters.now === 0);
	t.deepEqual([...server.closed.values()], [['server']]);
	client.close();
});
