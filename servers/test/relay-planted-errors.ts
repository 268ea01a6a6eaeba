// Errors that a kernel may return, planted into the relay's calls: no connection is lost, and each is counted.
import test from 'ava';
import {startServer} from './helpers/program.js';
import {askInLoops} from './helpers/closed-loop.js';
import {startRelayBy} from './helpers/relay.js';
import {Strace, hasStrace} from './helpers/strace.js';
import {tracedCalls} from './helpers/traced-calls.js';

const CONNECTIONS = 40;
const REQUESTS = 10;

/** Now and then, and none late in the run, when Node's own loop ends and aborts at an error. */
const planted = [
	'recvfrom:error=EINTR:when=20..190+7',
	'sendto:error=ENOMEM:when=20..190+7',
	'connect:error=EINTR:when=6..40+3',
	'accept4:error=EINTR:when=4..30+5',
	'epoll_ctl:error=ENOMEM:when=20..60+7',
	'epoll_wait:error=EINTR:when=20..60+7',
];

/** What is counted by errno. */
const told = ['recvfrom EINTR', 'sendto ENOMEM', 'connect EINTR', 'accept4 EINTR'];

for (const args of [
	['--mode', 'tcp', '--policy', 'merged'],
	['--mode', 'keepalive', '--policy', 'ready'],
]) {
	const title = `${args.join(' ')}: loses nothing with, now and then, errors that pass`;
	(hasStrace ? test : test.skip)(
		`${title}${hasStrace ? '' : ' (skipped: strace is not installed)'}`,
		async t => {
			using origin = startServer();
			const {port: behind} = await origin.event('ready');
			using strace = new Strace(planted, by =>
				startRelayBy(by, ...args, '--origin', `127.0.0.1:${behind}`),
			);
			const {program: relay} = strace;
			const {port} = await relay.event('ready');
			const before = await relay.report();
			t.is(await askInLoops(port, CONNECTIONS, REQUESTS), CONNECTIONS * REQUESTS);
			const after = await relay.report();
			t.is(after.resets, 0);
			t.is(after.origin.failed, 0);
			t.is(await relay.close(), 0, relay.errors);
			t.is(relay.errors, '');
			t.deepEqual(strace.warnings(), []);
			const turns = strace.log().split(/^epoll_wait\(.*$/m);
			if (args.includes('ready')) {
				t.false(
					turns.some(turn => /^sendto[^]*^recvfrom/m.test(turn)),
					'a turn receives from all, and then sends to all',
				);
			}

			t.true(turns.some(turn => /^recvfrom[^]*^recvfrom[^]*^sendto[^]*^sendto/m.test(turn)));
			const traced = tracedCalls(strace.log());
			for (const text of planted) {
				const [call = ''] = text.split(':');
				t.true(strace.plantedIn(call) >= 3, `${call}: ${strace.plantedIn(call)}`);
				const counted = (after.syscalls[call] ?? 0) - (before.syscalls[call] ?? 0);
				t.is(counted, traced.get(call) ?? 0, call);
			}

			for (const text of told) {
				const [call = '', errno = ''] = text.split(' ');
				t.is(after.errors[call]?.[errno], traced.get(text), text);
			}
		},
	);
}
