// Real servers: as many replies as were asked for, and as many requests as the server counts.
import {onEngines} from './helpers/httperf-engines.js';
import {
	type Peer,
	isInstalled,
	startDphttpd,
	startHaproxy,
	startNginx,
} from './helpers/httperf-peers.js';

const servers: Array<[name: string, start: () => Promise<Peer>, command: string]> = [
	['nginx', async () => startNginx({keepalive: 1_000_000}), 'nginx'],
	['haproxy', startHaproxy, 'haproxy'],
	['dphttpd', startDphttpd, 'node'],
];

for (const [name, start, command] of servers) {
	const isPossible = isInstalled(command);
	const title = isPossible ? name : `${name}: is not installed`;

	onEngines(
		`${title}: a closed loop with all options of the study`,
		async (t, on) => {
			using server = await start();
			const study =
				'--think-timeout 5 --timeout 5 --num-calls 200 --num-conns 100 --hog --rate 100';
			const result = await on.measure(...server.options, ...study.split(' '));
			t.is(result.reason, 'completed');
			t.like(result.errors, {total: 0});
			t.like(result.total, {connections: 100, requests: 20_000, replies: 20_000});
			t.is(result.status['2xx'], 20_000);
		},
		{isPossible},
	);

	onEngines(
		`${title}: a window of a closed loop, and of an open one`,
		async (t, on) => {
			using server = await start();
			const common = [...server.options, '--num-conns=20', '--warmup=0.2', '--duration=0.5'];
			const closed = await on.measure(...common);
			t.is(closed.reason, 'duration');
			t.like(closed.errors, {total: 0});
			t.true(closed.window.replies > 0 && closed.window.replies < closed.total.replies);
			const open = await on.measure(...common, '--request-rate=200');
			t.like(open.errors, {total: 0});
			t.true(Math.abs(open.schedule.intended - 100) <= 1);
		},
		{isPossible},
	);
}

const needsNginx = {isPossible: isInstalled('nginx')};

onEngines(
	"nginx's own count of requests is ours",
	async (t, on) => {
		using server = await startNginx({keepalive: 1_000_000});
		const result = await on.measure(...server.options, '--num-conns=30', '--duration=0.5');
		const page = await (await fetch(`http://127.0.0.1:${server.port}/count`)).text();
		const [, accepted, , requests] = /\n (\d+) (\d+) (\d+)/.exec(page) ?? [];
		// Besides ours: two connections to see that it listens and to ask it, of which one has a request.
		t.is(Number(accepted), result.total.connections + 2);
		t.is(Number(requests), result.total.requests + 1);
	},
	needsNginx,
);

onEngines(
	'connections that nginx ends after some requests are replaced, as no errors',
	async (t, on) => {
		using server = await startNginx({keepalive: 5});
		const result = await on.measure(...server.options, '--num-conns=10', '--duration=1');
		t.is(result.reason, 'duration');
		t.true(result.total.connections > 20);
		t.true(result.total.replies <= result.total.connections * 5);
		t.true(result.total.replies > (result.total.connections - 20) * 5);
	},
	needsNginx,
);
