// A network namespace of a test's own, for settings that must not be changed for the machine.
import {spawnSync} from 'node:child_process';
import type {Ended} from '../../../programs/test/helpers/test-program.js';
import type {OnEngine} from './httperf-engines.js';
import {httperf, run} from './httperf-run.js';

/** By its path, as it is in util-linux everywhere. */
const unshare = '/usr/bin/unshare';

/** Whether this user may make network namespaces. */
export const hasNamespaces = spawnSync(unshare, ['--net', 'true']).status === 0;

/** What to say where it may not. */
export const whyNoNamespaces = hasNamespaces ? '' : ': unshare --net is not permitted here';

/**
 * A server whose accept queue takes `backlog` + 1 connections, and that accepts none: the rest of
 * their SYNs are dropped. It ends with its standard input.
 */
const server = (backlog: number) =>
	`require('net').createServer().listen({host: '127.0.0.1', port: 8080, backlog: ${backlog}}, () => {
		require('fs').writeSync(1, 'ready\\n');
		require('fs').readSync(0, Buffer.alloc(1));
		process.exit();
	})`;

/**
 * Runs our httperf there, against port 8080. `settings` are below net.ipv4, as in
 * {tcp_syn_retries: 1}. The fifo is what ends the server: nothing is left behind.
 */
export async function runInNamespace(
	{option}: Pick<OnEngine, 'option'>,
	settings: Readonly<Record<string, string>>,
	{backlog, args}: {backlog: number; args: readonly string[]},
): Promise<Ended> {
	const writes = Object.entries(settings).map(
		([name, value]) => `echo '${value}' > /proc/sys/net/ipv4/${name}`,
	);
	const script = [
		'ip link set lo up',
		...writes,
		'coproc SERVER { exec "$0" -e "$1"; }',
		'read -r <&"${SERVER[0]}"',
		'"$0" "$2" --json --server=127.0.0.1 --port=8080 "${@:3}" < /dev/null',
	].join(' && ');
	return run(unshare, [
		...['--net', 'bash', '-c', script],
		...[process.execPath, server(backlog), httperf, option, ...args],
	]);
}
