// A socket may take a part of a reply only: the rest follows when the reader goes on.
import {TestClient, replyLength} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';
const bodySize = 1 << 18;

eachMechanism('finishes large replies to a reader that stalls', (t, mechanism) => {
	using server = new TestServer(mechanism, {messageSize: bodySize, sendBuffer: 4096});
	const client = new TestClient(server.port, {receiveBuffer: 4096});
	server.turnUntil(() => server.opened.length === 1);
	client.send(request.repeat(3));
	server.turnTimes(20);
	const total = 3 * replyLength(bodySize);
	server.turnUntil(() => client.received().length === total);
	t.is(client.replies(bodySize), 3);
	client.send(request);
	server.turnUntil(() => client.replies(bodySize) === 4);
	client.close();
});

eachMechanism('serves others while a reader stalls, and does not spin', (t, mechanism) => {
	using server = new TestServer(mechanism, {messageSize: bodySize, sendBuffer: 4096});
	const stalled = new TestClient(server.port, {receiveBuffer: 4096});
	const other = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 2);
	stalled.send(request);
	server.turnTimes(10);
	other.send(request);
	server.turnUntil(() => other.replies(bodySize) === 1);
	server.turnTimes(10);
	const {waits} = server.backend.counters;
	server.turnTimes(10);
	const more = server.backend.counters.waits - waits;
	t.true(more <= 20, `${more} waits in ten turns in which nothing was ready`);
	stalled.close();
	other.close();
});

eachMechanism('holds a peer back that asks and asks but does not read', (t, mechanism) => {
	using server = new TestServer(mechanism, {sendBuffer: 4096, receiveBuffer: 4096});
	const client = new TestClient(server.port, {receiveBuffer: 4096, sendBuffer: 4096});
	server.turnUntil(() => server.opened.length === 1);
	const flood = Buffer.from(request.repeat(1000));
	let sent = 0;
	let refusals = 0;
	for (let round = 0; refusals < 20 && round < 5000; round++) {
		const taken = client.trySend(flood.subarray(sent % request.length));
		sent += taken;
		refusals = taken === 0 ? refusals + 1 : 0;
		server.turnTimes(1);
	}

	t.is(refusals, 20, 'the server reads without end');
	const requests = Math.floor(sent / request.length);
	t.true(server.protocol.replies < requests);
	server.turnUntil(() => client.replies() === requests);
	client.close();
});
