// The completion backend on a ring that is much too small: full queues, overflows, no buffers left.
import test from 'ava';
import {open, probe} from '../backends/io_uring.js';
import type {ServerMechanism} from '../mechanisms.js';
import {TestClient} from './helpers/client.js';
import {TestServer} from './helpers/server.js';

const request = 'GET / HTTP/1.1\r\n\r\n';
const CLIENTS = 300;
const ROUNDS = 10;
const title = 'io_uring: loses nothing with 4 submissions, 8 completions and 2 buffers';
const found = probe();

if (found.ok) {
	test(title, t => {
		const sizes = {submissions: 4, completions: 8, buffers: 2};
		const mechanism: ServerMechanism = {
			...{name: 'io_uring', aliases: [], kind: 'completion', probe: found},
			open: (options, protocol) => open(options, protocol, sizes),
		};
		using server = new TestServer(mechanism, {sendBuffer: 4096});
		const clients = Array.from({length: CLIENTS}, () => new TestClient(server.port));
		server.turnUntil(() => server.opened.length === CLIENTS);
		// One peer asks for much more than it reads.
		const slow = new TestClient(server.port, {receiveBuffer: 4096});
		slow.send(request.repeat(3000));
		for (let round = 1; round <= ROUNDS; round++) {
			for (const client of clients) {
				client.send(request);
			}

			server.turnUntil(() => clients.every(client => client.replies() === round));
		}

		t.true(slow.replies() < 3000);
		server.turnUntil(() => slow.replies() === 3000);
		t.is(server.protocol.replies, CLIENTS * ROUNDS + 3000);
		t.like(server.backend.counters, {accepted: CLIENTS + 1, now: CLIENTS + 1, refused: 0});
		const regime = server.backend.regime();
		t.true((regime?.overflows ?? 0) > 0);
		t.true((regime?.nobufs ?? 0) > 0);
		t.true((regime?.rearms ?? 0) > 0);
		t.deepEqual(regime?.buffers, {low: 0, of: 2});
		for (const client of [...clients, slow]) {
			client.close();
		}
	});
} else {
	test.skip(`${title} (skipped: ${found.reason})`, () => undefined);
}
