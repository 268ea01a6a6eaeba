// Servers of others, under dphttpd's roof: they answer, their counts are right, they end with us.
import {existsSync, readFileSync} from 'node:fs';
import {request} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {foreignEvents} from '../../programs/events/foreign.js';
import type {EventOf} from '../../programs/test/helpers/read-exactly.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {findKinds} from '../foreign/kinds.js';
import {connectMany, type TestConnection} from './helpers/http-client.js';

type Foreign = TestProgram<typeof foreignEvents>;
type Report = EventOf<typeof foreignEvents, 'report'>;

const SETTLE_MS = 5000;
const BODY = `\r\n\r\n${'x'.repeat(128)}`;

for (const {name, probe, module} of await findKinds()) {
	// Others are seen by the kernel alone, and nobody counts their replies.
	const isCounted = 'count' in module;
	if (!probe.ok) {
		test.skip(`${name} (skipped: ${probe.reason})`, t => {
			t.pass();
		});
		continue;
	}

	for (const msgsize of isCounted ? [1, 128, 100_000] : [100_000]) {
		test(`${name} answers with a body of --msgsize ${msgsize}`, async t => {
			using program = start(name, '--msgsize', String(msgsize));
			const {port} = await program.event('ready');
			const bodies = await Promise.all([fetchBody(port), fetchBody(port)]);
			const whole = 'x'.repeat(Math.ceil(msgsize / 64) * 64);
			t.deepEqual(bodies, [whole, whole]);
			t.is((await program.report()).replies, isCounted ? 2 : undefined);
			t.is(await program.close(), 0);
		});
	}

	test(`connections of ${name} are counted, and whole replies where it tells, however often it is asked`, async t => {
		using program = start(name);
		const {port} = await program.event('ready');
		await program.report();
		const connections = await connectMany(port, 40);
		const [dead, active] = [connections.slice(0, 30), connections.slice(30)];
		for (const {socket} of dead) {
			socket.write('GET / HTTP/1.0\r\n');
		}

		for (let call = 0; call < 5; call++) {
			await Promise.all(active.map(async connection => callOnce(connection)));
		}

		const counts = ({replies, connections: {now, accepted}}: Report) => [replies, now, accepted];
		const told = (now: number) => (isCounted ? [50, now, 40] : [undefined, now, undefined]);
		t.deepEqual(counts(await settled(program, 40)), told(40));
		t.deepEqual(counts(await program.report()), told(40));
		for (const {socket} of active) {
			socket.destroy();
		}

		const last = await settled(program, 30);
		t.deepEqual(counts(last), told(30));
		t.true(last.rss > 1 << 20);
		t.true(last.cpu.user + last.cpu.system > 0);
		for (const {socket} of dead) {
			socket.destroy();
		}

		t.is(await program.close(), 0);
		t.like(program.events.at(-1), {event: 'end', reason: 'standard input closed'});
	});

	test(`${name} has the processors that it is told, and ends with its program, however that ends`, async t => {
		for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
			using program = start(name, '--cpus', '0');
			const {pid} = await program.event('ready');
			t.not(pid, program.pid);
			const status = readFileSync(`/proc/${pid}/status`, 'utf8');
			t.regex(status, /Cpus_allowed_list:\t0\n/);
			t.true(!isCounted || status.includes('Threads:\t1\n'));
			program.signal(signal);
			t.is(await program.exit(), signal === 'SIGKILL' ? -1 : 0);
			t.true(await hasEnded(pid), `${signal}: ${pid} still runs`);
		}
	});

	test(`${name} that ends of itself is a failure, with its cause`, async t => {
		using program = start(name);
		const {pid} = await program.event('ready');
		process.kill(pid, 'SIGKILL');
		t.is(await program.exit(), 1);
		t.regex(program.errors, new RegExp(`^foreign: ${name} serves no more: it ended by SIGKILL`));
	});

	test(`${name} on a port that is taken is a failure`, async t => {
		using first = start(name);
		const {port} = await first.event('ready');
		using second = start(name, '--port', String(port));
		t.is(await second.exit(), 1);
		t.regex(second.errors, /^foreign: bind: .*EADDRINUSE/);
		t.is(await first.close(), 0);
	});
}

const crews = (await findKinds()).filter(({probe}) => probe.ok && probe.listeners !== undefined);

for (const {name, probe} of crews) {
	for (const listener of (probe.ok && probe.listeners) || []) {
		test(`${name} serves with --workers, --listener ${listener}: each is seen, and one that is lost is told`, async t => {
			const crew = ['--workers', '2', '--listener', listener, '--defer-accept'];
			using program = start(name, ...crew);
			const {port, workers = []} = await program.event('ready');
			t.is(workers.length, 2);
			await Promise.all([fetchBody(port), fetchBody(port)]);
			const report = await program.report();
			t.is(report.replies, 2);
			t.deepEqual(
				report.workers?.map(({pid}) => pid),
				workers,
			);
			t.true((report.switches?.voluntary ?? 0) >= 2);
			process.kill(workers[1] ?? 0, 'SIGKILL');
			await waitFor(
				() => !existsSync(`/proc/${workers[1] ?? 0}`) || undefined,
				() => 'it is still there',
			);
			program.ask('report');
			t.is(await program.exit(), 1);
			t.regex(program.errors, new RegExp(`^foreign: ${name} has lost a worker: they were`));
			t.true(await hasEnded(workers[0] ?? 0));
		});

		test(`${name} with --workers ends with its program that is killed (${listener})`, async t => {
			using program = start(name, '--workers', '2', '--listener', listener);
			const {workers = []} = await program.event('ready');
			program.signal('SIGKILL');
			await program.exit();
			for (const pid of workers) {
				t.true(await hasEnded(pid), `${pid} still runs`);
			}
		});
	}

	test(`${name} says which --listener it knows not`, async t => {
		using program = start(name, '--workers', '2', '--listener', 'shared');
		t.is(await program.exit(), 1);
		t.regex(program.errors, new RegExp(`^foreign: ${name} knows no --listener shared: take `));
	});
}

test('a server of one process has no --workers', async t => {
	using program = start('node-http', '--workers', '2');
	t.is(await program.exit(), 1);
	t.regex(program.errors, /^foreign: node-http is one process with one thread here/);
});

test('a server that there is not, and none at all', async t => {
	using unknown = start('iis');
	t.is(await unknown.exit(), 1);
	t.regex(
		unknown.errors,
		/^foreign: there is no mechanism iis; there are apache2, caddy, haproxy, /,
	);
	using none = new TestProgram(foreignEvents, commandOf('servers/foreign', []));
	t.is(await none.exit(), 2);
	t.regex(none.errors, /--server must be told/);
});

function start(name: string, ...args: string[]): Foreign {
	const usual = ['--server', name, '--address', '127.0.0.1', '--json'];
	const port = args.includes('--port') ? [] : ['--port', '0'];
	return new TestProgram(foreignEvents, commandOf('servers/foreign', [...usual, ...port, ...args]));
}

/** One call on a connection that stays open. */
async function callOnce(connection: TestConnection): Promise<void> {
	const before = connection.text.length;
	connection.socket.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
	await waitFor(
		() => (connection.text.slice(before).endsWith(BODY) ? true : undefined),
		() => `no whole reply: ${connection.text.slice(before)}`,
	);
}

async function fetchBody(port: number): Promise<string> {
	return new Promise((resolve, reject) => {
		request({host: '127.0.0.1', port, agent: false}, response => {
			let body = '';
			response.setEncoding('latin1').on('data', (text: string) => {
				body += text;
			});
			response.on('end', () => {
				resolve(body);
			});
		})
			.on('error', reject)
			.end();
	});
}

/** A report that tells of `connections`, or the last one there was. */
async function settled(program: Foreign, connections: number): Promise<Report> {
	for (const deadline = Date.now() + SETTLE_MS; ;) {
		const report = await program.report();
		if (report.connections.now === connections || Date.now() >= deadline) {
			return report;
		}

		await delay(20);
	}
}

async function hasEnded(pid: number): Promise<boolean> {
	for (const deadline = Date.now() + SETTLE_MS; Date.now() < deadline;) {
		if (!existsSync(`/proc/${pid}`)) {
			return true;
		}

		await delay(20);
	}

	return false;
}
