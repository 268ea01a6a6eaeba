// A peer may reset its connection at any moment: that connection alone is gone.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';

eachMechanism('frees idle connections that are reset', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const clients = Array.from({length: 20}, () => new TestClient(server.port));
	server.turnUntil(() => server.opened.length === 20);
	for (const client of clients.slice(0, 10)) {
		client.reset();
	}

	server.turnUntil(() => server.backend.counters.now === 10);
	t.deepEqual([...server.closed.values()], new Array(10).fill(['reset']));
	const rest = clients.slice(10);
	for (const client of rest) {
		client.send(request);
	}

	server.turnUntil(() => rest.every(client => client.replies() === 1));
	for (const client of rest) {
		client.close();
	}
});

eachMechanism('frees a connection that is reset behind its request', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(100));
	client.reset();
	server.turnUntil(() => server.backend.counters.now === 0);
	t.is(server.closed.size, 1);
});

eachMechanism('frees a connection that is reset while its reply waits', (t, mechanism) => {
	using server = new TestServer(mechanism, {messageSize: 1 << 20, sendBuffer: 4096});
	const client = new TestClient(server.port, {receiveBuffer: 4096});
	server.turnUntil(() => server.opened.length === 1);
	client.send(request);
	server.turnTimes(10);
	t.is(server.backend.counters.now, 1);
	client.reset();
	server.turnUntil(() => server.backend.counters.now === 0);
	t.deepEqual([...server.closed.values()], [['reset']]);
});
