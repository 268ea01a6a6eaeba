// The timer: an edge-triggered poller reports it once each time, neither early nor when disarmed.
import test from 'ava';
import {openEpoll} from '../epoll.js';
import {READABLE, createReadyList} from '../poller.js';
import {Timer} from '../timer.js';

test('runs out once, not before its time, and again when set again', t => {
	using poller = openEpoll('edge');
	using timer = new Timer();
	const ready = createReadyList(4);
	poller.add(timer.fd, 7, READABLE);
	for (const delay of [20.5, 1.25]) {
		const before = performance.now();
		timer.set(delay);
		t.is(poller.wait(ready, 10_000), 1);
		t.is(ready.tokens[0], 7);
		t.true(performance.now() - before >= delay);
		// Nothing is read from it, and nothing is reported again.
		t.is(poller.wait(ready, 5), 0);
	}
});

test('runs out at once where the delay is not positive', t => {
	using poller = openEpoll('edge');
	using timer = new Timer();
	poller.add(timer.fd, 7, READABLE);
	for (const delay of [0, -5]) {
		timer.set(delay);
		t.is(poller.wait(createReadyList(4), 10_000), 1);
	}
});

test('a later delay replaces an earlier one, and Infinity disarms it', t => {
	using poller = openEpoll('edge');
	using timer = new Timer();
	const ready = createReadyList(4);
	poller.add(timer.fd, 7, READABLE);
	timer.set(10);
	timer.set(Infinity);
	t.is(poller.wait(ready, 50), 0);
	// Longer than a timer can be set for.
	timer.set(1e15);
	t.is(poller.wait(ready, 10), 0);
	timer.set(1);
	t.is(poller.wait(ready, 10_000), 1);
});
