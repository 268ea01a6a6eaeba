// Programs on a host: started, asked, stopped, and gone with the agent or the rig.
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {AgentConnection} from '../site/agent-connection.js';
import {startLocalAgent} from '../site/local.js';
import {withLocalHost} from './helpers/local-host.js';
import {isAlive, waitForEnd} from './helpers/processes.js';

const BOUND_MS = 20_000;
const never = new AbortController().signal;
const server = ['--json', '--port', '0', '--address', '127.0.0.1'];

test('a program is started, reports as often as it is asked, and ends with status 0', async t => {
	await withLocalHost(async host => {
		const program = await host.start('dphttpd', server);
		t.like(await program.waitFor(['ready'], BOUND_MS, never), {pid: program.pid});
		const reports = await Promise.all([1, 2, 3].map(async () => program.report(never)));
		t.deepEqual(
			reports.map(({replies}) => replies),
			[0, 0, 0],
		);
		const counts = await program.counters();
		t.true(Number(counts.runDelay) >= 0);
		t.true(Number(counts.switches?.voluntary) > 0);
		t.like(await program.stop(), {code: 0, signal: null});
		t.false(isAlive(program.pid));
		t.like(program.lines('end')[0], {reason: 'standard input closed'});
	});
});

test('a host of which nothing is asked for longer than an agent bears silence is still there', async t => {
	await withLocalHost(async host => {
		const program = await host.start('dphttpd', server);
		await program.waitFor(['ready'], BOUND_MS, never);
		await delay(35_000);
		t.true((await host.ping()) > 0);
		t.like(await program.report(never), {replies: 0});
	});
});

test('bad arguments come back as the last words of the program', async t => {
	await withLocalHost(async host => {
		const program = await host.start('dphttpd', ['--port', 'x']);
		await t.throwsAsync(program.waitFor(['ready'], BOUND_MS, never), {
			message: /^dphttpd ended with status 2: dphttpd: --port must be a whole number/,
		});
	});
});

test('a program that is killed is told of, to waits and reports', async t => {
	await withLocalHost(async host => {
		const program = await host.start('dphttpd', server);
		await program.waitFor(['ready'], BOUND_MS, never);
		process.kill(program.pid, 'SIGKILL');
		await t.throwsAsync(program.waitFor(['nothing'], BOUND_MS, never), {
			message: 'dphttpd ended by SIGKILL',
		});
		await t.throwsAsync(program.report(never), {message: 'dphttpd ended by SIGKILL'});
		t.is(program.end, 'dphttpd ended by SIGKILL');
	});
});

test('a program that does not end by itself is killed', async t => {
	await withLocalHost(async host => {
		const program = await host.start('dphttpd', server);
		await program.waitFor(['ready'], BOUND_MS, never);
		process.kill(program.pid, 'SIGSTOP');
		t.like(await program.stop(), {signal: 'SIGKILL'});
		t.false(isAlive(program.pid));
	});
});

test('when the host is closed, its agent and programs are gone', async t => {
	const carrier = startLocalAgent();
	const host = new AgentConnection(carrier);
	const programs = [await host.start('dphttpd', server), await host.start('dphttpd', server)];
	await Promise.all(programs.map(async program => program.waitFor(['ready'], BOUND_MS, never)));
	await host.close();
	t.is(await carrier.ended, 'status 0');
	t.deepEqual(programs.map(({pid}) => pid).filter(isAlive), []);
});

test('when the agent is killed, its programs end by themselves and the rig is told', async t => {
	const carrier = startLocalAgent();
	const host = new AgentConnection(carrier);
	const program = await host.start('dphttpd', server);
	await program.waitFor(['ready'], BOUND_MS, never);
	carrier.kill();
	await t.throwsAsync(program.waitFor(['nothing'], BOUND_MS, never), {
		message: /^the agent is gone: SIGKILL/,
	});
	await t.throwsAsync(host.facts(), {message: /^the agent is gone: SIGKILL/});
	await t.throwsAsync(program.stop(), {message: /^the agent is gone: SIGKILL/});
	t.deepEqual(await waitForEnd([program.pid], BOUND_MS), []);
	await host.close();
});
