// The figures of httperf's report, from numbers that are known.
import test from 'ava';
import {Lifetimes} from '../httperf/lifetimes.js';
import {ReplyTimes} from '../httperf/reply-times.js';
import {Samples, summariseRates} from '../httperf/samples.js';

test('reply-rate samples: one every 5 s of the time that has passed, n - 1 in the deviation', t => {
	const samples = new Samples(1000);
	t.deepEqual(summariseRates(samples.rates), {min: 0, avg: 0, max: 0, stddev: 0, samples: 0});
	t.is(samples.nextAt, 6000);
	samples.take(6000, 500);
	t.deepEqual(summariseRates(samples.rates), {min: 100, avg: 100, max: 100, stddev: 0, samples: 1});
	// A late sample is of a longer interval, and the next is due 5 s after it.
	samples.take(11_500, 1600);
	t.is(samples.nextAt, 16_500);
	samples.take(16_500, 3100);
	const {min, avg, max, stddev} = summariseRates(samples.rates);
	t.deepEqual([min, avg, max], [100, 200, 300]);
	t.is(stddev, 100);
});

test('lifetimes: the median is the middle of its millisecond', t => {
	const lifetimes = new Lifetimes();
	t.deepEqual(lifetimes.summary(), {min: 0, avg: 0, max: 0, median: 0, stddev: 0});
	lifetimes.add(7.25);
	t.deepEqual(lifetimes.summary(), {min: 7.25, avg: 7.25, max: 7.25, median: 7.5, stddev: 0});
	for (const ms of [1.5, 2.25, 250_000]) {
		lifetimes.add(ms);
	}

	const {min, avg, max, median} = lifetimes.summary();
	t.deepEqual([min, avg, max, median], [1.5, 62_502.75, 250_000, 2.5]);
});

test('reply times: percentiles to three digits, over a wide range', t => {
	const times = new ReplyTimes();
	t.is(times.summary().max, 0);
	for (let ms = 1; ms <= 1000; ms++) {
		times.record(ms / 1000);
	}

	times.record(10_000_000);
	const {count, min, p50, p90, p99, max} = times.summary();
	t.is(count, 1001);
	for (const [given, expected] of [
		[min, 1],
		[p50, 501],
		[p90, 901],
		[p99, 991],
		[max, 3_600_000_000],
	] as const) {
		t.true(Math.abs(given - expected) <= expected * 0.001, `${given} is not ${expected}`);
	}
});
