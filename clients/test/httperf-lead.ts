// What comes in the tenth before a window is counted apart: by times that are given, not taken.
import test from 'ava';
import {Connection} from '../httperf/connection.js';
import {Window} from '../httperf/window.js';

/** A window planned for 1000 to 2000 whose lead opens at 900, with a reply sent 5 ms before each of `times`. */
function windowWith({isOpenLoop}: {isOpenLoop: boolean}, times: readonly number[]): Window {
	const window = new Window({isOpenLoop, lengthMs: 1000});
	const connection = new Connection(0);
	const steps = new Map<number, () => void>([
		[
			900,
			() => {
				window.open(900);
			},
		],
		[
			1000,
			() => {
				window.begin(1000, 1000);
			},
		],
		[
			2000,
			() => {
				window.end(2000);
			},
		],
	]);
	for (const time of [...times, ...steps.keys()].sort((a, b) => a - b)) {
		const step = steps.get(time);
		if (step) {
			step();
			continue;
		}

		connection.intendedAt = time - 5;
		connection.sentAt = time - 5;
		window.replied(connection, time);
	}

	return window;
}

const times = [850, 901, 950, 999, 1003, 1500, 1999, 2003];

test('replies in the lead are left out of what a window counts', t => {
	const window = windowWith({isOpenLoop: false}, times);
	t.is(window.leadMs, 100);
	t.deepEqual(window.leftOut, {seconds: 0.1, replies: 3});
	t.is(window.replies, 3);
	t.is(window.replyTimes.summary().count, 3);
	t.deepEqual(window.bins, [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test('in an open loop reply times are of the calls that were to start in the window', t => {
	const window = windowWith({isOpenLoop: true}, times);
	t.deepEqual(window.leftOut, {seconds: 0.1, replies: 3});
	t.is(window.replies, 3);
	// That of 1003 was to start in the lead, that of 2003 in the window.
	t.is(window.replyTimes.summary().count, 3);
	t.false(window.covers(998));
	t.true(window.covers(1998));
});

test('the lead of a long window is a second', t => {
	t.is(new Window({isOpenLoop: false, lengthMs: 600_000}).leadMs, 1000);
	t.is(new Window({isOpenLoop: false, lengthMs: Infinity}).leadMs, 0);
});
