// Relays of others, as they are installed: they forward, and the kernel counts their connections.
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {foreignEvents} from '../../programs/events/foreign.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';
import {findRelays} from '../foreign/kinds.js';
import {askInLoops} from './helpers/closed-loop.js';
import {connectMany} from './helpers/http-client.js';
import {startServer} from './helpers/program.js';

for (const {name, probe} of await findRelays()) {
	if (!probe.ok) {
		test.skip(`${name} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	test(`${name} forwards to its origin, and tells how many clients it has`, async t => {
		using origin = startServer();
		const {port: behind} = await origin.event('ready');
		using relay = start('--server', name, '--origin', `127.0.0.1:${behind}`);
		const {mechanism, port} = await relay.event('ready');
		t.is(mechanism, name);
		// It was asked once itself, so that it is known to forward.
		const {replies} = await origin.report();
		t.is(replies, 1);
		t.is(await askInLoops(port, 20, 5), 100);
		t.is((await origin.report()).replies, 101);
		const clients = await connectMany(port, 30);
		let report = await relay.report();
		while (report.connections.now !== 30) {
			report = await relay.report();
		}

		t.is(report.replies, undefined);
		t.true(report.cpu.user + report.cpu.system > 0);
		for (const {socket} of clients) {
			socket.destroy();
		}

		t.is(await relay.close(), 0, relay.errors);
	});
}

test('a relay that there is not, and an origin that is none', async t => {
	using unknown = start('--server', 'lighttpd', '--origin', '127.0.0.1:1');
	t.is(await unknown.exit(), 1);
	t.regex(unknown.errors, /^foreign: there is no mechanism lighttpd; there are haproxy, nginx/);
	using none = start('--server', 'haproxy', '--origin', 'here');
	t.is(await none.exit(), 2);
	t.regex(none.errors, /--origin here is no IPv4 address and port/);
});

function start(...args: string[]): TestProgram<typeof foreignEvents> {
	const usual = ['--json', '--address', '127.0.0.1', '--port', '0'];
	return new TestProgram(foreignEvents, commandOf('servers/foreign', [...usual, ...args]));
}
