// The dead population under load, told from the active connections.
import test from 'ava';
import {populationUnderLoad} from '../subjects/dphttpd/population.js';
import {goodObservation} from './helpers/observation.js';

test('active connections that a busy server has not accepted yet are no dead ones that are lost', async t => {
	const {server} = goodObservation().start;
	const {signal} = new AbortController();
	const seen = async (connections: typeof server.connections) =>
		(await populationUnderLoad({...server, connections}, [], 100, signal)).server;
	t.is(await seen({now: 1067, waiting: 33}), 1000);
	t.is(await seen({now: 1100}), 1000);
	t.is(await seen({now: 1090, waiting: 3}), 993);
});
