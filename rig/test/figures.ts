// The figures of a row, from what was seen of its cell.
import test from 'ava';
import type {ServerReport} from '../subjects/dphttpd/arguments/dphttpd.js';
import {workOutFigures} from '../subjects/dphttpd/figures.js';
import {goodObservation} from './helpers/observation.js';

test('what a ring did is of the window, its set-up and its fewest buffers of the whole life', t => {
	const good = goodObservation();
	t.is(workOutFigures(good).detail.server.ring, undefined);
	const ring = {setup: ['DEFER_TASKRUN'], overflows: 3, rearms: 100, nobufs: 2};
	const later = {...ring, overflows: 4, rearms: 130, nobufs: 9, buffers: {low: 0, of: 256}};
	const withRing = (snapshot: typeof good.start, its: ServerReport['ring']) => ({
		...snapshot,
		server: {...snapshot.server, ring: its},
	});
	const {detail} = workOutFigures({
		...good,
		start: withRing(good.start, ring),
		end: withRing(good.end, later),
	});
	t.deepEqual(detail.server.ring, {
		...{setup: ['DEFER_TASKRUN'], overflows: 1, rearms: 30, nobufs: 7},
		buffers: {low: 0, of: 256},
	});
});

test('in a duet a server waits in its own turns, and the load client in those of both', t => {
	const good = goodObservation();
	const waited = (runDelay: number) => ({...good.end.process.server, runDelay});
	const {detail} = workOutFigures({
		...good,
		loadedShare: 0.5,
		end: {...good.end, process: {server: waited(0.2), client: waited(0.6)}},
	});
	t.is(detail.server.waitShare, 0.4);
	t.is(detail.client.waitShare, 0.6);
});

test('instructions are those of the window, where the load reads the clock of the server there', t => {
	const good = {...goodObservation(), countsInstructions: true};
	t.is(workOutFigures(good).measures['instructions'], 100_000);
	const result = {...good.result, server: {nanoseconds: 99_000_000}};
	t.is(workOutFigures({...good, result}).measures['instructions'], 10_000);
});
