// However deadconn ends, its connections are reset and leave no TIME_WAIT.
import test from 'ava';
import {startDeadconn, type Deadconn} from './helpers/deadconn.js';
import {CountingServer} from './helpers/deadconn-server.js';
import {timeWaits} from './helpers/tcp-table.js';

const NUMBER = 200;

const endings: Record<string, {end: (client: Deadconn) => Promise<number>; status: number}> = {
	'standard input closes': {end: async client => client.close(), status: 0},
	SIGTERM: {end: async client => signal(client, 'SIGTERM'), status: 0},
	SIGINT: {end: async client => signal(client, 'SIGINT'), status: 0},
	SIGKILL: {end: async client => signal(client, 'SIGKILL'), status: -1},
};

for (const [name, {end, status}] of Object.entries(endings)) {
	for (const processes of [1, 2]) {
		test(`on ${name}, with ${processes} process(es), all connections are reset`, async t => {
			using server = await CountingServer.start();
			const args = ['--processes', String(processes)];
			using client = startDeadconn(server.port, NUMBER, ...args);
			await client.event('ready');
			await server.until(({dead}) => dead === NUMBER);
			t.is(await end(client), status);
			// Workers outlive a killed parent by a moment.
			await server.until(({peers}) => peers.size === 0);
			t.deepEqual(server.ends, {reset: NUMBER, closed: 0});
			t.is(timeWaits(server), 0);
			if (status === 0) {
				t.like(client.events.at(-1), {event: 'end', open: NUMBER, closed: 0});
			}
		});
	}
}

async function signal(client: Deadconn, name: NodeJS.Signals): Promise<number> {
	client.signal(name);
	return client.exit();
}
