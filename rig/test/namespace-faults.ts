// Limits that are really met, in network namespaces of our own: ports, and SYN cookies.
import {join} from 'node:path';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {cellsFile} from '../record/cells-file.js';
import {deadweight} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/**
 * httperf --hog, which the study's line has, chooses among 1024 to 65535 itself, whatever
 * net.ipv4.ip_local_port_range says. So the ports are really taken: all but 40000 to 40049. A process
 * may have 20 000 descriptors here, so four share them.
 */
const fewPorts = `hold() { python3 -c '
import socket, sys, time
held = []
for port in range(int(sys.argv[1]), int(sys.argv[2])):
    if not 40000 <= port < 40050:
        s = socket.socket(); s.bind(("0.0.0.0", port)); held.append(s)
print(len(held), flush=True)
time.sleep(60)' "$1" "$2" & pids="$pids $!"; }
hold 1024 17000; hold 17000 33000; hold 33000 49000; hold 49000 65536
sleep 3
run
kill $pids`;

/**
 * 2 sends cookies also while the queue of SYNs has room (Documentation/networking/ip-sysctl.rst has it
 * for tests). Whether a burst on loopback fills that queue depends on who else runs: a handshake there
 * is over before the next SYN.
 */
const cookies = `sysctl -q -w net.ipv4.tcp_syncookies=2
run`;

const missing = ['python3', 'ip', 'unshare'].filter(
	program => execaSync('sh', ['-c', `command -v ${program}`], {reject: false}).exitCode !== 0,
);
const canUnshare = execaSync('unshare', ['--net', 'true'], {reject: false}).exitCode === 0;
const faults: Array<[string, string, string, RegExp]> = [
	// One of the fifty is the server's.
	[
		'a client that runs out of ports',
		fewPorts,
		'exhaustion',
		/^httperf ran out: addrunavail 51 times: free ports/,
	],
	[
		'SYNs that are answered with cookies',
		cookies,
		'kernel-limits',
		/^the kernel met a limit: .*SyncookiesSent \+\d+/,
	],
];
for (const [name, script, gate, message] of faults) {
	const namespaceTest = missing.length === 0 && canUnshare ? test.serial : test.skip;
	const needs = `skipped without root, ${missing.join(', ') || 'python3 or iproute2'}`;
	namespaceTest(`${name} (${needs})`, async t => {
		const out = join(temporaryFolder(t), 'out');
		const lines = `ip link set lo up
run() { "$NODE" "$RIG" run --dead 0 --mechanisms epoll --repeats 1 --duration 1 --out "$OUT" "$@"; }
${script}`;
		const {stderr} = await execa('unshare', ['--net', 'bash', '-c', lines], {
			env: {NODE: process.execPath, RIG: deadweight, OUT: out},
			reject: false,
			timeout: 100_000,
		});
		const [row] = cellsFile.read(out, t.fail);
		t.is(row?.status, 'invalid', stderr);
		const reason = row?.reasons.find(each => each.name === gate);
		t.regex(reason?.message ?? '', message, stderr);
	});
}
