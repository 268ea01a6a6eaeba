// A server may be stopped at any moment: whatever is in flight, no descriptor is left.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer, openDescriptors} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';

eachMechanism('frees everything when it is stopped with work in flight', (t, mechanism) => {
	const before = openDescriptors();
	const server = new TestServer(mechanism, {messageSize: 1 << 20, sendBuffer: 4096});
	const clients = Array.from(
		{length: 30},
		() => new TestClient(server.port, {receiveBuffer: 4096}),
	);
	server.turnUntil(() => server.opened.length === 30);
	for (const [index, client] of clients.entries()) {
		// Some wait for a reply that stalls, some have sent half a request, some nothing.
		client.send([request.repeat(20), 'GET / HT', ''][index % 3] ?? '');
	}

	server.turnTimes(3);
	for (const client of clients.slice(0, 9)) {
		client.send(request);
	}

	server[Symbol.dispose]();
	t.is(server.closed.size, 30);
	t.true([...server.closed.values()].every(causes => causes.length === 1));
	t.is(server.backend.counters.now, 0);
	for (const client of clients) {
		client.close();
	}

	t.deepEqual(openDescriptors().length, before.length);
});

eachMechanism('can be opened and stopped again and again', (t, mechanism) => {
	const before = openDescriptors().length;
	for (let round = 0; round < 100; round++) {
		using server = new TestServer(mechanism);
		const client = new TestClient(server.port);
		client.send(round % 2 === 0 ? request : '');
		server.turnTimes(1);
		client.close();
	}

	t.is(openDescriptors().length, before);
});
