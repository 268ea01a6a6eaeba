// The system calls that a server says it made are those that the kernel saw.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {findServerMechanisms} from '../mechanisms.js';
import {connectMany} from './helpers/http-client.js';
import {startServerBy} from './helpers/program.js';
import {tracedCalls} from './helpers/traced-calls.js';

const hasStrace = spawnSync('strace', ['-V']).status === 0;

for (const {name, probe} of await findServerMechanisms()) {
	const title = `${name}: counts its own system calls exactly`;
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
		using program = startServerBy(['strace', '-o', log], '--mechanism', name);
		const {port} = await program.event('ready');
		const before = (await program.report()).syscalls;
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

		const {syscalls} = await program.report();
		t.is(await program.close(), 0);
		const traced = tracedCalls(readFileSync(log, 'utf8'));
		for (const [call, count] of Object.entries(syscalls)) {
			t.is(traced.get(call) ?? 0, count - (before[call] ?? 0), call);
		}
	});
}
