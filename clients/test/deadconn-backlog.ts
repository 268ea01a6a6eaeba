// On this machine deadconn never fills the server's accept queue: no SYN is dropped.
import test from 'ava';
import {startDeadconn, waitFor} from './helpers/deadconn.js';
import {BACKLOG, SlowListener} from './helpers/deadconn-slow-listener.js';

for (const processes of ['1', '2']) {
	test(`it waits for a server that accepts slowly, with ${processes} process(es)`, async t => {
		using listener = new SlowListener();
		using client = startDeadconn(listener.port, 300, '--processes', processes);
		listener.startAccepting();
		t.is((await client.event('ready')).open, 300);
		await waitFor(
			() => listener.accepted === 300 || undefined,
			() => `${listener.accepted} accepted`,
		);
		// A dropped SYN would have cost a second, and a warning.
		t.deepEqual(client.all('warning'), []);
		t.is(await client.close(), 0);
	});
}

test('a server that does not accept at all is a failure', async t => {
	using listener = new SlowListener();
	using client = startDeadconn(listener.port, 50, '--timeout', '0.2');
	t.is(await client.exit(), 1);
	t.like(client.all('failed')[0], {
		open: BACKLOG + 1,
		of: 50,
		limit: 'the listen backlog of the server',
	});
	t.is(client.all('warning').length, 3);
});

test('while it waits for the server it answers, and stops when told to', async t => {
	using listener = new SlowListener();
	using client = startDeadconn(listener.port, 50);
	await client.event('progress');
	t.like(await client.report(), {open: BACKLOG + 1, of: 50});
	t.is(await client.close(), 0);
	t.like(client.events.at(-1), {event: 'end', open: BACKLOG + 1, closed: 0});
});
