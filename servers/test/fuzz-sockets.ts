// Random bytes on raw sockets: no mechanism falls over, leaks, or mixes them with real requests.
import {unsafeUniformIntDistribution, xoroshiro128plus} from 'pure-rand';
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer, openDescriptors} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
const ROUNDS = 300;

eachMechanism('takes random bytes, and answers real requests beside them', (t, mechanism) => {
	const generator = xoroshiro128plus(431);
	const random = (count: number) => unsafeUniformIntDistribution(0, count - 1, generator);
	const before = openDescriptors().length;
	{
		using server = new TestServer(mechanism, {receiveSize: 512});
		const steady = new TestClient(server.port);
		const clients: TestClient[] = [];
		for (let round = 1; round <= ROUNDS; round++) {
			const client = new TestClient(server.port);
			clients.push(client);
			const noise = Buffer.from(Array.from({length: 1 + random(12_000)}, () => random(256)));
			// Some of it looks like requests, and some ends in the middle of everything.
			if (random(2) === 0) {
				noise.write(request, random(noise.length), 'latin1');
			}

			server.turnUntil(() => server.backend.counters.accepted === round + 1);
			client.trySend(noise);
			server.backend.turn(0);
			const other = clients[random(clients.length)];
			if (other && random(3) === 0) {
				clients.splice(clients.indexOf(other), 1);
				if (random(2) === 0) {
					other.reset();
				} else {
					other.close();
				}
			}

			steady.send(request);
			server.turnUntil(() => steady.replies() === round);
		}

		t.is(steady.received().length, ROUNDS * 213);
		t.is(steady.ended, undefined);
		for (const client of [...clients, steady]) {
			client.close();
		}

		server.turnUntil(() => server.backend.counters.now === 0);
		t.true([...server.closed.values()].every(causes => causes.length === 1));
	}

	t.is(openDescriptors().length, before);
});
