// On this machine deadconn never fills the server's accept queue: no SYN is dropped.
import assert from 'node:assert';
import test from 'ava';
import fc from 'fast-check';
import {shareOfQueue} from '../deadconn/opening.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {startDeadconn} from './helpers/deadconn.js';
import {BACKLOG, SlowListener} from './helpers/deadconn-slow-listener.js';

/** The part of the queue that deadconn uses: one more than the backlog fits. */
const HALF = Math.ceil((BACKLOG + 1) / 2);

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
		open: HALF,
		of: 50,
		limit: 'the listen backlog of the server',
	});
	t.is(client.all('warning').length, 3);
});

test('while it waits for the server it answers, and stops when told to', async t => {
	using listener = new SlowListener();
	using client = startDeadconn(listener.port, 50);
	await client.event('progress');
	t.like(await client.report(), {open: HALF, of: 50});
	t.is(await client.close(), 0);
	t.like(client.events.at(-1), {event: 'end', open: HALF, closed: 0});
});

const schedule = {
	crew: fc.integer({min: 1, max: 8}),
	backlog: fc.integer({min: 7, max: 300}),
	// Whose turn it is: a process, or (9) the server.
	turns: fc.array(fc.integer({min: 0, max: 9}), {maxLength: 300}),
};

test('however several processes take turns, together they never overfill the queue', t => {
	let most = 0;
	fc.assert(
		fc.property(fc.record(schedule), ({crew, backlog, turns}) => {
			let waiting = 0;
			// What each has decided to begin when it looked; it begins at its next turn.
			const decided = new Array<number>(crew).fill(0);
			for (const turn of turns) {
				const mine = decided[turn % crew] as number;
				if (turn === 9) {
					waiting = Math.max(0, waiting - 5);
				} else if (mine === 0) {
					decided[turn % crew] = shareOfQueue({waiting, backlog}, crew);
				} else {
					decided[turn % crew] = 0;
					waiting += mine;
				}

				most = Math.max(most, waiting);
				assert(waiting <= backlog + 1);
			}
		}),
	);
	t.true(most > 10);
});
