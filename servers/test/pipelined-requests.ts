// Requests may come together: each is answered, in order, whatever the cuts between reads.
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';

eachMechanism('answers every one of many requests in one segment', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(200));
	server.turnUntil(() => client.replies() === 200);
	t.is(server.protocol.replies, 200);
	client.close();
});

eachMechanism('reads on where the requests fill its buffer exactly', (t, mechanism) => {
	using server = new TestServer(mechanism, {receiveSize: request.length * 4});
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(64));
	server.turnUntil(() => client.replies() === 64);
	client.send(request.repeat(3) + request.slice(0, 5));
	server.turnUntil(() => client.replies() === 67);
	client.send(request.slice(5));
	server.turnUntil(() => client.replies() === 68);
	t.is(server.protocol.replies, 68);
	client.close();
});

eachMechanism('serves the others while one connection pipelines without end', (t, mechanism) => {
	using server = new TestServer(mechanism, {receiveSize: 256});
	const greedy = new TestClient(server.port);
	const modest = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 2);
	const flood = Buffer.from(request.repeat(1000));
	let flooded = greedy.trySend(flood);
	modest.send(request);
	server.turnUntil(() => {
		flooded += greedy.trySend(flood.subarray(flooded % request.length));
		greedy.received();
		return modest.replies() === 1;
	});
	t.is(modest.replies(), 1);
	server.turnUntil(() => greedy.replies() === Math.floor(flooded / request.length));
	greedy.close();
	modest.close();
});
