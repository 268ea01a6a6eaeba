// IPv6: a server on ::1, dead connections to it, and a load by the name localhost.
import {networkInterfaces} from 'node:os';
import test from 'ava';
import {commandOf} from '../command-of.js';
import {deadconnEvents} from '../events/deadconn.js';
import {dphttpdEvents} from '../events/dphttpd.js';
import {httperfEvents} from '../events/httperf.js';
import {TestProgram} from './helpers/test-program.js';

const isHere = Object.values(networkInterfaces())
	.flat()
	.some(each => each?.address === '::1');
const sixTest = isHere ? test : test.skip;

for (const [mechanism, engine] of [
	['epoll', 'epoll'],
	['io_uring', 'io_uring'],
] as const) {
	sixTest(`a server on ::1, with ${mechanism} (skipped without ::1)`, async t => {
		const list = new TestProgram(
			dphttpdEvents,
			commandOf('servers/dphttpd', ['--list-mechanisms', '--json']),
		);
		const {mechanisms} = await list.event('mechanisms');
		if (mechanisms.find(({name}) => name === mechanism)?.ok !== true) {
			t.log(`${mechanism} cannot be used here`);
			t.pass();
			return;
		}

		using server = new TestProgram(
			dphttpdEvents,
			commandOf('servers/dphttpd', [
				...['--json', '--address', '::1', '--port', '0', '--mechanism', mechanism],
			]),
		);
		const {port} = await server.event('ready');
		using dead = new TestProgram(
			deadconnEvents,
			commandOf('clients/deadconn', ['::1', String(port), '5', '--json']),
		);
		await dead.event('ready');
		using load = new TestProgram(
			httperfEvents,
			commandOf('clients/httperf', [
				...['--json', '--server', 'localhost', '--port', String(port), '--engine', engine],
				...['--hog', '--num-conns', '3', '--num-calls', '4'],
			]),
		);
		t.like(await load.event('result'), {reason: 'completed', total: {replies: 12}});
		const {replies, connections} = await server.report();
		t.is(replies, 12);
		t.is(connections.accepted, 8);
		t.is(await dead.close(), 0);
		t.is(await server.close(), 0);
	});
}
