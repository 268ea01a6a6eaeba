// A warm-up goes on until the rate has settled, within a bound.
import test from 'ava';
import {WarmUp} from '../httperf/warm-up.js';

/** Plays a warm-up of 1000 ms at least, in which `rateAt` tells the replies a millisecond. */
function play(rateAt: (ms: number) => number, leadMs = 0): {endMs: number; warmUp: WarmUp} {
	const warmUp = new WarmUp(0, {leastMs: 1000, leadMs});
	let replies = 0;
	let then = 0;
	for (;;) {
		const now = warmUp.nextAt;
		replies += rateAt(now) * (now - then);
		then = now;
		if (warmUp.isOver(now, replies)) {
			return {endMs: Math.round(now), warmUp};
		}
	}
}

test('a rate that is steady: as long as was asked for, with the notice in it', t => {
	const {endMs, warmUp} = play(() => 50);
	t.is(endMs + warmUp.noticeMs, 1000);
	t.true(warmUp.isSettled);
});

test('a rate that rises: until it has risen', t => {
	const {endMs, warmUp} = play(ms => (ms < 1200 ? 40 + ms / 100 : 52));
	t.true(warmUp.isSettled);
	t.true(endMs > 1200 && endMs < 1800);
});

test('a rate that never settles: three times as long, and it is told', t => {
	const {endMs, warmUp} = play(ms => 10 + ms / 50);
	t.false(warmUp.isSettled);
	t.true(endMs >= 2750 && endMs <= 2850);
});

test('noise is not mistaken for a rise', t => {
	// A fixed sequence of some percent, without a trend.
	const {endMs, warmUp} = play(ms => 50 + 4 * Math.sin(ms * ms));
	t.true(warmUp.isSettled);
	t.true(endMs < 1300);
});

test('a server that is silent is not waited for', t => {
	const {warmUp, endMs} = play(() => 0);
	t.true(warmUp.isSettled);
	t.is(endMs + warmUp.noticeMs, 1000);
});

test('a lead longer than the notice takes the place of it', t => {
	const {warmUp, endMs} = play(() => 50, 400);
	t.is(warmUp.noticeMs, 400);
	t.is(endMs + warmUp.noticeMs, 1000);
});
