// The system calls that a server says it made are those that the kernel saw.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {findServerMechanisms} from '../mechanisms.js';
import {connectMany} from './helpers/http-client.js';
import {startServerBy} from './helpers/program.js';

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

/**
 * The server's calls between the first report and the last. Node's own loop runs on the same thread,
 * and may have a ring of its own, which it enters seldom.
 */
function tracedCalls(log: string): Map<string, number> {
	const lines = log.split('\n');
	const isReport = (line: string) => line.includes('{\\"event\\":\\"report\\"');
	const calls = new Map<string, number>();
	const count = (name: string) => {
		const counted = (calls.get(name) ?? 0) + 1;
		calls.set(name, counted);
		return counted;
	};
	for (const line of lines.slice(lines.findIndex(isReport), lines.findLastIndex(isReport))) {
		const [, name, fd] = /^(\w+)\((\d*)/.exec(line) ?? [];
		// A call that the kernel begins again by itself is one call.
		if (!name || /= \? ERESTART(NOHAND|NOINTR|SYS) /.test(line)) {
			continue;
		}

		if (name === 'io_uring_enter') {
			calls.set(name, Math.max(calls.get(name) ?? 0, count(`${name} ${fd ?? ''}`)));
		} else {
			count(name);
		}
	}

	return calls;
}
