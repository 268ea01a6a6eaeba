// A request may come in any pieces: nothing is answered before its last byte.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET /index.html HTTP/1.1\r\nHost: test\r\nAccept: */*\r\n\r\n';

eachMechanism('answers a request that comes byte by byte, once it is whole', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	for (const byte of request.slice(0, -1)) {
		client.send(byte);
		server.backend.turn(2);
	}

	server.turnTimes(3);
	t.is(client.received().length, 0);
	client.send('\n');
	server.turnUntil(() => client.replies() === 1);
	t.is(server.protocol.replies, 1);
	client.close();
});

eachMechanism('keeps the parts of many connections apart', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const clients = Array.from({length: 50}, () => new TestClient(server.port));
	server.turnUntil(() => server.opened.length === 50);
	for (let at = 0; at < request.length; at += 7) {
		for (const client of clients) {
			client.send(request.slice(at, at + 7));
		}

		server.backend.turn(2);
	}

	server.turnUntil(() => clients.every(client => client.replies() === 1));
	t.is(server.protocol.replies, 50);
	for (const client of clients) {
		client.close();
	}
});
