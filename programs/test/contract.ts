// Each program says every event of its contract, as docs/programs.md has it, and nothing else.
import {spawnSync} from 'node:child_process';
import {connect} from 'node:net';
import test from 'ava';
import {commandOf} from '../command-of.js';
import {blockloadEvents} from '../events/blockload.js';
import {blocksEvents} from '../events/blocks.js';
import {deadconnEvents} from '../events/deadconn.js';
import {dphttpdEvents} from '../events/dphttpd.js';
import {duetEvents} from '../events/duet.js';
import {foreignEvents} from '../events/foreign.js';
import {hogEvents} from '../events/hog.js';
import {httperfEvents} from '../events/httperf.js';
import {pipetestEvents} from '../events/pipetest.js';
import {relayEvents} from '../events/relay.js';
import {wireEvents} from '../events/wire.js';
import type {Contract} from './helpers/read-exactly.js';
import {TestProgram} from './helpers/test-program.js';

const listing = ['--list-mechanisms', '--json'];
const serving = ['--json', '--address', '127.0.0.1', '--port', '0'];
/** Few descriptors (RLIMIT_NOFILE) for what follows. */
const limited = ['sh', '-c', 'ulimit -n 60 && exec "$@"', 'sh'];

test('dphttpd, which runs out of descriptors, and its listing', async t => {
	const heard = new Set<string>();
	using server = new TestProgram(dphttpdEvents, [
		...limited,
		...commandOf('servers/dphttpd', serving),
	]);
	const {port} = await server.event('ready');
	using dead = start(deadconnEvents, 'clients/deadconn', [
		'127.0.0.1',
		String(port),
		'80',
		'--json',
	]);
	await server.event('warning');
	await server.report();
	t.is(await server.close(), 0, server.errors);
	t.is(await dead.close(), 0, dead.errors);
	hear(heard, server);
	using list = start(dphttpdEvents, 'servers/dphttpd', listing);
	await list.exit();
	hear(heard, list);
	t.deepEqual(sorted(heard), namesOf(dphttpdEvents));
});

for (const server of ['nginx', 'haproxy']) {
	const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
	const isHere = spawnSync(server, ['-v'], {env: {PATH: path}}).error === undefined;
	const title = `foreign with ${server}, and its listing`;
	if (!isHere) {
		test.skip(`${title} (skipped: ${server} is not installed)`, () => undefined);
		continue;
	}

	test(title, async t => {
		const heard = new Set<string>();
		using program = start(foreignEvents, 'servers/foreign', ['--server', server, ...serving]);
		await program.event('ready');
		await program.report();
		t.is(await program.close(), 0, program.errors);
		hear(heard, program);
		using list = start(foreignEvents, 'servers/foreign', listing);
		await list.exit();
		hear(heard, list);
		t.deepEqual(sorted(heard), namesOf(foreignEvents));
	});
}

test('relay, which runs out of descriptors, and its listing', async t => {
	const heard = new Set<string>();
	using origin = start(dphttpdEvents, 'servers/dphttpd', serving);
	const {port: behind} = await origin.event('ready');
	const options = [...serving, '--origin', `127.0.0.1:${behind}`];
	using relay = new TestProgram(relayEvents, [...limited, ...commandOf('servers/relay', options)]);
	const {port} = await relay.event('ready');
	using dead = start(deadconnEvents, 'clients/deadconn', [
		'127.0.0.1',
		String(port),
		'80',
		'--json',
	]);
	await relay.event('warning');
	await relay.report();
	t.is(await relay.close(), 0, relay.errors);
	await dead.close();
	hear(heard, relay);
	using list = start(relayEvents, 'servers/relay', listing);
	await list.exit();
	hear(heard, list);
	t.deepEqual(sorted(heard), namesOf(relayEvents));
});

const hasTun = spawnSync('unshare', ['-n', 'test', '-w', '/dev/net/tun']).status === 0;
if (hasTun) {
	test('wire', async t => {
		using wire = new TestProgram(wireEvents, ['unshare', '-n', ...commandOf('clients/wire', [])]);
		await wire.event('ready');
		await wire.report();
		t.is(await wire.close(), 0, wire.errors);
		t.deepEqual(sorted(hear(new Set(), wire)), namesOf(wireEvents));
	});
} else {
	test.skip('wire (skipped: no TUN device can be made here)', () => undefined);
}

test('deadconn, whose server goes away, and one that has none', async t => {
	const heard = new Set<string>();
	using server = start(dphttpdEvents, 'servers/dphttpd', serving);
	const {port} = await server.event('ready');
	const target = ['127.0.0.1', String(port), '60', '--json'];
	using dead = start(deadconnEvents, 'clients/deadconn', [...target, '--rate', '100']);
	await dead.event('ready');
	await dead.report();
	await server.close();
	await dead.event('closed');
	t.is(await dead.close(), 0, dead.errors);
	hear(heard, dead);
	using lost = start(deadconnEvents, 'clients/deadconn', target);
	t.is(await lost.exit(), 1);
	hear(heard, lost);
	t.deepEqual(sorted(heard), namesOf(deadconnEvents));
});

for (const [loop, options] of Object.entries({closed: [], open: ['--request-rate=100']})) {
	test(`httperf in a ${loop} loop`, async t => {
		using server = start(dphttpdEvents, 'servers/dphttpd', serving);
		const {port} = await server.event('ready');
		const window = ['--num-conns=3', '--warmup=0.5', '--duration=0.3'];
		const args = ['--json', '--server=127.0.0.1', `--port=${port}`, ...window, ...options];
		using program = start(httperfEvents, 'clients/httperf', args);
		await program.report();
		t.is(await program.exit(), 0, program.errors);
		t.deepEqual(sorted(hear(new Set(), program)), namesOf(httperfEvents));
		const [result] = program.all('result');
		t.is(result?.mode ?? '', loop);
		t.is(result?.schedule !== undefined, loop === 'open');
		t.is(result?.rawReplyTimeUs !== undefined, loop === 'open');
	});
}

test('duet', async t => {
	using a = start(dphttpdEvents, 'servers/dphttpd', serving);
	using b = start(dphttpdEvents, 'servers/dphttpd', serving);
	const sides = [await a.event('ready'), await b.event('ready')];
	const targets = sides.map(({port, pid}) => `${port}:${pid}`);
	const window = ['--warmup', '0.2', '--duration', '0.3'];
	const args = [...targets, '--address', '127.0.0.1', '--num-conns', '3', ...window];
	using program = start(duetEvents, 'clients/httperf/duet', args);
	await program.report();
	t.is(await program.exit(), 0, program.errors);
	t.deepEqual(sorted(hear(new Set(), program)), namesOf(duetEvents));
});

test('pipetest, one that is refused, and its listing', async t => {
	const heard = new Set<string>();
	const setting = ['epoll', '50', '1', '30', '--json'];
	const command = commandOf('clients/pipetest', [...setting, '--paper']);
	for (const [before, status] of [
		[[], 0],
		[limited, 3],
	] as const) {
		using program = new TestProgram(pipetestEvents, [...before, ...command]);
		t.is(await program.exit(), status, program.errors);
		hear(heard, program);
	}

	using list = start(pipetestEvents, 'clients/pipetest', listing);
	await list.exit();
	hear(heard, list);
	t.deepEqual(sorted(heard), namesOf(pipetestEvents));
});

test('blocks, with a peer that speaks no NBD, and blockload', async t => {
	using server = start(blocksEvents, 'servers/blocks', [...serving, '--size', '1048576']);
	const {port} = await server.event('ready');
	connect(port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n').resume();
	await server.event('warning');
	const window = ['--port', String(port), '--warmup', '0.2', '--duration', '0.3'];
	using load = start(blockloadEvents, 'clients/blockload', ['--json', ...window]);
	await load.report();
	t.is(await load.exit(), 0, load.errors);
	t.deepEqual(sorted(hear(new Set(), load)), namesOf(blockloadEvents));
	await server.report();
	t.is(await server.close(), 0, server.errors);
	t.deepEqual(sorted(hear(new Set(), server)), namesOf(blocksEvents));
});

test('hog', async t => {
	using program = start(hogEvents, 'clients/hog', []);
	await program.event('ready');
	t.is(await program.close(), 0, program.errors);
	t.deepEqual(sorted(hear(new Set(), program)), namesOf(hogEvents));
});

function start<C extends Contract>(
	contract: C,
	folder: string,
	args: readonly string[],
): TestProgram<C> {
	return new TestProgram(contract, commandOf(folder, args));
}

/** Adds the kinds of the events of a program that has ended; throws where one is not as it should be. */
function hear(
	heard: Set<string>,
	{events}: {readonly events: ReadonlyArray<{readonly event: string}>},
): Set<string> {
	for (const {event} of events) {
		heard.add(event);
	}

	return heard;
}

function namesOf(contract: Contract): string[] {
	return sorted(Object.keys(contract));
}

function sorted(names: Iterable<string>): string[] {
	return [...names].sort();
}
