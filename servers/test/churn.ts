// Connections come and go by the thousand while others are served: none is lost, none is mixed up.
import {xoroshiro128plus, uniformIntDistribution} from 'pure-rand';
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer, openDescriptors} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
const STEPS = 4000;
const MOST_AT_ONCE = 200;

eachMechanism('serves through thousands of random openings and closings', (t, mechanism) => {
	const before = openDescriptors().length;
	{
		using server = new TestServer(mechanism);
		const generator = xoroshiro128plus(2002);
		const random = (most: number) => {
			const [value] = uniformIntDistribution(0, most - 1, generator.clone());
			generator.unsafeNext();
			return value;
		};
		const steady = new TestClient(server.port);
		const clients: TestClient[] = [];
		let asked = 0;
		let opened = 1;
		for (let step = 0; step < STEPS; step++) {
			const client = clients[random(Math.max(1, clients.length))];
			const action = random(6);
			if (!client || (action <= 1 && clients.length < MOST_AT_ONCE)) {
				clients.push(new TestClient(server.port));
				opened++;
			} else if (action === 2) {
				client.send('GET / HT');
			} else {
				clients.splice(clients.indexOf(client), 1);
				endOf(client, action);
			}

			if (step % 20 === 0) {
				steady.send(request);
				asked++;
				server.turnUntil(() => steady.replies() === asked);
			} else {
				server.backend.turn(0);
			}
		}

		server.turnUntil(() => server.backend.counters.now === clients.length + 1);
		t.is(server.backend.counters.accepted, opened);
		t.is(server.opened.length, opened);
		t.true([...server.closed.values()].every(causes => causes.length === 1));
		t.is(steady.replies(), asked);
		for (const client of clients) {
			client.send('\r\n\r\n' + request);
		}

		server.turnUntil(() => clients.every(client => client.replies() >= 1));
		for (const client of [...clients, steady]) {
			client.close();
		}
	}

	t.is(openDescriptors().length, before);
});

function endOf(client: TestClient, action: number): void {
	switch (action) {
		case 3: {
			client.reset();
			break;
		}

		case 4: {
			// Its reply meets a socket that is gone.
			client.trySend(Buffer.from(request));
			client.close();
			break;
		}

		default: {
			client.close();
		}
	}
}
