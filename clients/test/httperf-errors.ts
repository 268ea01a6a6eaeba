// Every class of errors is counted apart, and none ends the run by itself.
import test from 'ava';
import {ENFILE} from '../../linux/errno.js';
import {classOf, totalErrors} from '../httperf/errors.js';
import {hasNamespaces, runInNamespace, whyNoNamespaces} from './helpers/httperf-namespace.js';
import {type OnEngine, onEngines} from './helpers/httperf-engines.js';
import {type ResultEvent, httperf, resultOf, run} from './helpers/httperf-run.js';
import {type Answer, REPLY, TestServer, always, freePort} from './helpers/httperf-server.js';

const inNamespace = {isPossible: hasNamespaces};

onEngines('connrefused: nobody listens', async (t, on) => {
	const {code, output, errors} = await on.run(
		...['--json', '--server=127.0.0.1', `--port=${await freePort()}`, '--num-conns=5'],
	);
	const result = resultOf({code, output, errors});
	t.like(result.errors, {total: 5, connrefused: 5});
	t.is(result.total.connections, 5);
	t.is(result.reason, 'completed');
	t.is(code, 1);
	// Said once, not five times.
	t.is(
		errors.match(/connrefused \(127\.0\.0\.1:\d+\): connection refused \(ECONNREFUSED\); /g)
			?.length,
		1,
	);
});

onEngines('connreset: the server resets in the middle of a call', async (t, on) => {
	const answer: Answer = (socket, index) => {
		if (index === 1) {
			socket.resetAndDestroy();
		} else {
			socket.write(REPLY);
		}
	};
	const result = await measureWith(on, answer, '--num-conns=4', '--num-calls=3');
	t.like(result.errors, {total: 4, connreset: 4});
	t.like(result.total, {replies: 4, requests: 8});
});

onEngines(
	'connreset: the server ends the connection before its reply is complete',
	async (t, on) => {
		const answer: Answer = socket => {
			socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot a hundred');
		};
		const result = await measureWith(on, answer, '--num-conns=4');
		t.like(result.errors, {total: 4, connreset: 4});
		t.is(result.total.replies, 0);
	},
);

onEngines('client-timo: a server that is silent, one that stops within a reply', async (t, on) => {
	const silent = await measureWith(
		on,
		() => undefined,
		'--num-conns=3',
		'--rate=100',
		'--timeout=0.2',
	);
	t.like(silent.errors, {total: 3, 'client-timo': 3});
	t.true(silent.total.seconds >= 0.2);
	const stuck = await measureWith(
		on,
		always('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot a hundred'),
		...['--num-conns=3', '--rate=100', '--timeout=0.2', '--think-timeout=100'],
	);
	t.like(stuck.errors, {total: 3, 'client-timo': 3});
});

onEngines('client-timo: --think-timeout is added while a reply is awaited', async (t, on) => {
	const answer: Answer = socket => {
		setTimeout(() => socket.write(REPLY), 400);
	};
	const short = await measureWith(on, answer, '--timeout=0.1');
	t.is(short.errors['client-timo'], 1);
	const long = await measureWith(on, answer, '--timeout=0.1', '--think-timeout=10');
	t.like(long.errors, {total: 0});
	t.is(long.total.replies, 1);
});

onEngines('client-timo: progress begins the time anew', async (t, on) => {
	const answer: Answer = async socket => {
		for (const character of REPLY) {
			socket.write(character);
			await new Promise(resolve => setTimeout(resolve, 80));
		}
	};
	// The whole takes longer than the timeout; no step does, nor a step of a server that is kept waiting.
	const result = await measureWith(on, answer, '--timeout=3');
	t.true(result.total.seconds > 3);
	t.like(result.errors, {total: 0});
});

onEngines('fd-unavail: out of descriptors, with what raises the limit', async (t, on) => {
	using server = await TestServer.start(() => undefined);
	const ended = await run('sh', [
		...['-c', 'ulimit -n 100 && exec "$0" "$@"', process.execPath, httperf, on.option, '--json'],
		...[...server.options, '--num-conns=400', '--rate=2000', '--timeout=0.5'],
	]);
	const {errors, total} = resultOf(ended);
	t.true((errors['fd-unavail'] as number) > 250);
	// No socket, no connection: as httperf counts.
	t.is(total.connections + (errors['fd-unavail'] as number), 400);
	t.is(errors['client-timo'], total.connections);
	t.regex(ended.errors, /fd-unavail .*EMFILE.*ulimit -n/);
});

onEngines(
	`addrunavail: out of local ports${whyNoNamespaces}`,
	async (t, on) => {
		const ended = await runInNamespace(
			on,
			{ip_local_port_range: '40000 40003'},
			{backlog: 100, args: ['--num-conns=10', '--rate=1000', '--timeout=0.5']},
		);
		const {errors} = resultOf(ended);
		t.like(errors, {total: 10, addrunavail: 6, 'client-timo': 4});
		t.regex(ended.errors, /addrunavail .*EADDRNOTAVAIL.*--hog/);
	},
	inNamespace,
);

onEngines(
	`--hog does without the range of local ports${whyNoNamespaces}`,
	async (t, on) => {
		const ended = await runInNamespace(
			on,
			{ip_local_port_range: '40000 40003'},
			{backlog: 100, args: ['--num-conns=10', '--rate=1000', '--timeout=0.5', '--hog']},
		);
		t.like(resultOf(ended).errors, {total: 10, addrunavail: 0, 'client-timo': 10});
	},
	inNamespace,
);

onEngines(
	`socket-timo: the kernel gives up on a SYN${whyNoNamespaces}`,
	async (t, on) => {
		// With the second retry the kernel gives up after 3 s; the default takes two minutes.
		const ended = await runInNamespace(
			on,
			{tcp_syn_retries: '1'},
			{backlog: 1, args: ['--num-conns=6', '--rate=100', '--timeout=8']},
		);
		const {errors, total} = resultOf(ended);
		t.true((errors['socket-timo'] as number) >= 3);
		t.is(total.requests + (errors['socket-timo'] as number), 6);
		t.regex(ended.errors, /socket-timo .*ETIMEDOUT/);
	},
	inNamespace,
);

onEngines(
	`client-timo: a connection that is not established in time${whyNoNamespaces}`,
	async (t, on) => {
		const ended = await runInNamespace(
			on,
			{},
			{backlog: 1, args: ['--num-conns=6', '--rate=100', '--timeout=0.5']},
		);
		t.like(resultOf(ended).errors, {total: 6, 'client-timo': 6});
	},
	inNamespace,
);

const namespaceTest = hasNamespaces ? test : test.skip;
namespaceTest(
	`client-timo: with --duration, a connect that nobody answers is given up${whyNoNamespaces}`,
	async t => {
		const ended = await runInNamespace(
			{option: '--engine=epoll'},
			{},
			{backlog: 1, args: ['--num-conns=6', '--duration=100ms']},
		);
		// Two are taken by the kernel, and have no reply.
		t.like(resultOf(ended), {reason: 'duration', errors: {total: 4, 'client-timo': 4}});
		t.is(ended.code, 1);
		t.regex(ended.errors, /client-timo \(127\.0\.0\.1:8080\): .*no answer to a connect/);
	},
);

onEngines('other: what is no HTTP reply, and more than a reply', async (t, on) => {
	const garbage = await measureWith(
		on,
		always('SSH-2.0-OpenSSH\r\n'),
		'--num-conns=2',
		'--num-calls=5',
	);
	t.like(garbage.errors, {total: 2, other: 2});
	const twice = await measureWith(on, always(REPLY + REPLY), '--num-conns=2', '--num-calls=5');
	t.like(twice.errors, {total: 2, other: 2});
});

test('ftab-full: by errno (the limit of the whole system is not lowered for a test)', t => {
	t.is(classOf(ENFILE), 'ftab-full');
});

onEngines('the total is the sum of the classes', async (t, on) => {
	const {errors} = await measureWith(on, always('garbage\r\n'), '--num-conns=2');
	const {total, ...classes} = errors;
	t.is(totalErrors(classes as Parameters<typeof totalErrors>[0]), total as number);
	t.is(Object.keys(classes).length, 8);
});

async function measureWith(on: OnEngine, answer: Answer, ...args: string[]): Promise<ResultEvent> {
	using server = await TestServer.start(answer);
	return await on.measure(...server.options, ...args);
}
