// The system calls that a server says it made are those that the kernel saw.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {findServerMechanisms} from '../mechanisms.js';
import {connectMany} from './helpers/http-client.js';
import {type Report, startServerBy} from './helpers/program.js';
import {tracedCalls} from './helpers/traced-calls.js';

const hasStrace = spawnSync('strace', ['-V']).status === 0;

const mechanisms = (await findServerMechanisms()).map(each => ({...each, receive: 'waiting'}));
const eager = mechanisms.filter(({name}) => name === 'epoll-oneshot');

for (const {name, probe, receive} of [
	...mechanisms,
	...eager.map(each => ({...each, receive: 'eager'})),
]) {
	const title = `${name}, ${receive}: counts its own system calls exactly, and those that failed`;
	if (!probe.ok || !hasStrace) {
		const reason = probe.ok ? 'strace is not installed' : probe.reason;
		test.skip(`${title} (skipped: ${reason})`, () => undefined);
		continue;
	}

	test(title, async t => {
		const folder = mkdtempSync(path.join(tmpdir(), 'dphttpd-strace-'));
		t.teardown(() => {
			rmSync(folder, {recursive: true});
		});
		const log = path.join(folder, 'log');
		using program = startServerBy(['strace', '-o', log], '--mechanism', name, '--receive', receive);
		const {port} = await program.event('ready');
		const before = await program.report();
		const connections = await connectMany(port, 5);
		for (let round = 0; round < 10; round++) {
			for (const connection of connections) {
				t.true(await connection.asks());
			}
		}

		for (const connection of connections) {
			connection.end();
		}

		while ((await program.report()).connections.now > 0) {
			// Its connections have not all ended yet.
		}

		const after = await program.report();
		t.is(await program.close(), 0);
		const traced = tracedCalls(readFileSync(log, 'utf8'));
		const grown = {
			...growth(before.syscalls, after.syscalls),
			...growth(failuresOf(before), failuresOf(after)),
		};
		for (const [call, count] of Object.entries(grown)) {
			t.is(traced.get(call) ?? 0, count, call);
		}

		t.is((grown['recvfrom EAGAIN'] ?? 0) > 0, receive === 'eager');
	});
}

/** Calls that failed, as the trace names them: recvfrom EAGAIN. */
function failuresOf({errors}: Report): Record<string, number> {
	return Object.fromEntries(
		Object.entries(errors).flatMap(([call, counts]) =>
			Object.entries(counts).map(([errno, count]) => [`${call} ${errno}`, count]),
		),
	);
}

type Counts = Readonly<Record<string, number>>;

function growth(before: Counts, after: Counts): Record<string, number> {
	return Object.fromEntries(
		Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]),
	);
}
