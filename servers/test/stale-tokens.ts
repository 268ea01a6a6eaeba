// A descriptor's number is used again at once: events of its former use must not reach the new one.
import test from 'ava';
import {MAX_DESCRIPTORS, descriptorOf, tokenOf} from '../../linux/token.js';
import {ConnectionTable} from '../connection-table.js';
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';

eachMechanism('keeps uses of one descriptor apart', (t, mechanism) => {
	using server = new TestServer(mechanism);
	for (let round = 0; round < 300; round++) {
		const first = new TestClient(server.port);
		server.turnUntil(() => server.opened.length === 2 * round + 1);
		// The old connection ends with a half request and input behind it; the new one follows at once.
		first.send('GET / HT');
		if (round % 2 === 0) {
			first.reset();
		} else {
			first.close();
		}

		const second = new TestClient(server.port);
		server.turnUntil(() => server.opened.length === 2 * round + 2);
		second.send(request);
		server.turnUntil(() => second.replies() === 1);
		t.is(second.received().length, 212 + 1);
		second.close();
		server.turnUntil(() => server.backend.counters.now === 0);
	}

	t.is(server.protocol.replies, 300);
	t.true([...server.closed.values()].every(causes => causes.length === 1));
});

eachMechanism('gives each use of a descriptor a token of its own', (t, mechanism) => {
	using server = new TestServer(mechanism);
	const client = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 1);
	const connection = server.opened[0];
	t.truthy(connection);
	client.close();
	server.turnUntil(() => server.backend.counters.now === 0);
	const next = new TestClient(server.port);
	server.turnUntil(() => server.opened.length === 2);
	t.is(server.opened[1]?.fd, connection?.fd, 'the descriptor is used again');
	t.not(server.opened[1]?.token, connection?.token);
	next.close();
});

test('an event for a use that has ended finds nothing, and is counted', t => {
	const table = new ConnectionTable({maxConnections: 4, receiveSize: 64});
	const first = table.add(7);
	table.remove(first);
	const second = table.add(7);
	t.is(table.find(first.token), undefined);
	t.is(table.find(second.token), second);
	t.is(table.counters.stale, 1);
	t.is(table.counters.now, 1);
});

test('a token keeps its descriptor, and is a small integer', t => {
	for (const fd of [0, 1, 19_999, MAX_DESCRIPTORS - 1]) {
		for (const generation of [0, 1, 1023, 1024, 65_535]) {
			const token = tokenOf(fd, generation);
			t.is(descriptorOf(token), fd);
			t.true(token >= 0 && token < 2 ** 31);
		}

		t.not(tokenOf(fd, 1), tokenOf(fd, 2));
	}
});
