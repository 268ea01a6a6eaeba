// A peer may close its sending side and still wait for its replies.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';

eachMechanism('answers what was asked before the half close, then closes', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(2));
	client.halfClose();
	server.turnUntil(() => {
		client.received();
		return client.ended !== undefined;
	});
	t.is(client.replies(), 2);
	t.is(client.ended, 'closed');
	t.deepEqual([...server.closed.values()], [['peer']]);
	client.close();
});

eachMechanism('finishes a long reply behind a half close', (t, mechanism) => {
	const bodySize = 1 << 19;
	using server = new TestServer(mechanism, {messageSize: bodySize, sendBuffer: 4096});
	const client = new TestClient(server.port, {receiveBuffer: 4096});
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(2));
	client.halfClose();
	server.turnTimes(10);
	server.turnUntil(() => {
		client.received();
		return client.ended !== undefined;
	});
	t.is(client.replies(bodySize), 2);
	t.is(client.ended, 'closed');
	server.turnUntil(() => server.backend.counters.now === 0);
	client.close();
});

eachMechanism('closes a dead connection whose peer goes away', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send('GET / HTTP/1.0\r\n');
	client.close();
	server.turnUntil(() => server.backend.counters.now === 0);
	t.deepEqual([...server.closed.values()], [['peer']]);
	t.is(server.protocol.replies, 0);
});
