// Clients that others wrote are served by every mechanism: httperf, wrk and curl of Debian.
import {execFile, spawnSync} from 'node:child_process';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {findServerMechanisms} from '../mechanisms.js';
import {startServer} from './helpers/program.js';

const run = promisify(execFile);

const clients: Array<
	[name: string, drive: (t: ExecutionContext, port: number) => Promise<number>]
> = [
	[
		'httperf',
		async (t, port) => {
			const {stdout} = await run('httperf', [
				...['--server', '127.0.0.1', '--port', String(port), '--think-timeout', '5'],
				...['--timeout', '5', '--num-calls', '50', '--num-conns', '20', '--hog', '--rate', '100'],
			]);
			t.regex(stdout, /Total: connections 20 requests 1000 replies 1000/);
			t.regex(stdout, /Reply status: 1xx=0 2xx=1000 3xx=0 4xx=0 5xx=0/);
			t.regex(stdout, /Reply size \[B\]: header 85\.0 content 128\.0 footer 0\.0 \(total 213\.0\)/);
			t.regex(stdout, /Errors: total 0 /);
			return 1000;
		},
	],
	[
		'wrk',
		async (t, port) => {
			const {stdout} = await run('wrk', ['-t1', '-c50', '-d1s', `http://127.0.0.1:${port}/`]);
			t.notRegex(stdout, /Socket errors|Non-2xx/);
			return Number(/(\d+) requests in/.exec(stdout)?.[1]);
		},
	],
	[
		'curl',
		async (t, port) => {
			const url = `http://127.0.0.1:${port}/`;
			const {stdout} = await run('curl', ['-sS', '-w', ' %{http_code}\n', url, url, url]);
			t.is(stdout, `${'x'.repeat(128)} 200\n`.repeat(3));
			return 3;
		},
	],
];

for (const {name, probe} of await findServerMechanisms()) {
	for (const [client, drive] of clients) {
		const title = `${name} serves ${client}`;
		const isMissing = spawnSync('which', [client]).status !== 0;
		if (!probe.ok || isMissing) {
			const reason = probe.ok ? `${client} is not installed` : probe.reason;
			test.skip(`${title} (skipped: ${reason})`, () => undefined);
			continue;
		}

		test.serial(title, async t => {
			using server = startServer('--mechanism', name);
			const {port} = await server.event('ready');
			const replies = await drive(t, port);
			t.true(replies > 0);
			const report = await server.report();
			// wrk leaves the requests in flight at its end uncounted.
			t.true(report.replies >= replies && report.replies <= replies + 50 * 2);
			t.is(report.connections.refused, 0);
			t.is(await server.close(), 0, server.errors);
		});
	}
}
