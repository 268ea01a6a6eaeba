// How a run is stopped, asked, and refused: signals, standard input, exit statuses.
import test from 'ava';
import {onEngines} from './helpers/httperf-engines.js';
import {httperf, resultOf, run} from './helpers/httperf-run.js';
import {REPLY, TestServer, always, freePort} from './helpers/httperf-server.js';

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	onEngines(`${signal} ends a run with a report of what was done`, async (t, on) => {
		using server = await TestServer.start(always(REPLY));
		using program = on.start('--json', ...server.options, '--rate=1000', '--num-calls=1000000000');
		await program.event('measuring');
		program.signal(signal);
		const ended = await program.ended();
		t.is(ended.code, 1);
		const result = resultOf(ended);
		t.is(result.reason, 'stopped');
		t.true(result.total.replies <= server.requests);
		t.true(result.window.seconds > 0);
	});
}

onEngines('the end of standard input ends a run, while it connects too', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	using program = on.start(
		'--json',
		...server.options,
		'--num-conns=1000',
		'--rate=1',
		'--duration=9',
	);
	void program.close();
	const ended = await program.ended();
	t.is(ended.code, 1);
	t.is(resultOf(ended).reason, 'stopped');
	t.is(resultOf(ended).window.seconds, 0);
});

onEngines('an end that comes together with a request is not missed', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	using program = on.start('--json', ...server.options, '--num-conns=2', '--duration=600');
	void program.close('report\nnonsense\nreport\n');
	const ended = await program.ended();
	t.is(program.all('report').length, 2);
	t.is(resultOf(ended).reason, 'stopped');
});

onEngines('a report is answered at once, in every phase', async (t, on) => {
	using server = await TestServer.start(always(REPLY));
	using program = on.start(
		...['--json', ...server.options, '--num-conns=3', '--warmup=600', '--duration=1'],
	);
	program.ask('report');
	const first = await program.event('report');
	await program.event('connected');
	program.ask('report');
	const second = await program.event('report', 1);
	t.is(second.open, 3);
	t.true(second.replies >= first.replies);
	t.true(second.time > first.time);
	t.true(second.cpu.user + second.cpu.system > 0);
});

onEngines('a server that is silent does not keep a report or a signal waiting', async (t, on) => {
	using server = await TestServer.start(() => undefined);
	using program = on.start('--json', ...server.options);
	await program.event('connected');
	program.ask('report');
	t.like(await program.event('report'), {replies: 0, open: 1});
	program.signal('SIGTERM');
	t.is((await program.ended()).code, 1);
});

onEngines('exit status 1 without any reply, 0 with one in spite of errors', async (t, on) => {
	const refused = await on.run(`--port=${await freePort()}`);
	t.is(refused.code, 1);
	t.regex(refused.output, /\nTotal: connections 1 requests 0 replies 0 /);
	let first = true;
	using server = await TestServer.start(socket => {
		socket.write(first ? REPLY : 'garbage\r\n');
		first = false;
	});
	const mixed = await on.run(...server.options, '--num-conns=2');
	t.is(mixed.code, 0);
	t.regex(mixed.output, / other 1\n/);
});

test('a name without an address is an error in one line', async t => {
	const {code, errors, output} = await run(process.execPath, [httperf, '--server=no.such.invalid']);
	t.is(code, 1);
	t.is(output, '');
	t.regex(errors, /^httperf: no address is known for --server no\.such\.invalid: .*\n$/);
});

const wrong: Array<[args: string[], message: RegExp]> = [
	[['--port=0'], /--port must be a number from 1 to 65535/],
	[['--port=x'], /--port must be a number/],
	[['--num-conns=1.5'], /--num-conns must be a whole number/],
	[['--num-calls=0'], /--num-calls must be a number from 1/],
	[['--uri=/a b'], /--uri must begin with \//],
	[['--uri=a'], /--uri must begin with \//],
	[['--rate=-1'], /--rate must be a number from 0/],
	[['--timeout'], /--timeout needs a value/],
	[['--duration=0'], /--duration must be a number from 0\.001/],
	[['--poisson'], /--poisson needs --request-rate/],
	[['--cpus=x'], /is no list of processors/],
	[['--no-such-option'], /Unknown argument/],
	[['extra'], /Unknown argument/],
];
for (const [args, message] of wrong) {
	test(`bad usage: ${args.join(' ')}`, async t => {
		const {code, errors, output} = await run(process.execPath, [httperf, ...args]);
		t.is(code, 2);
		t.is(output, '');
		t.regex(errors, message);
		t.regex(errors, /^httperf: .*\nSee deadweight httperf --help\n$/);
	});
}

test('--help names every option, the study, and the exit statuses', async t => {
	const {code, output} = await run(process.execPath, [httperf, '--help']);
	t.is(code, 0);
	t.regex(output, /--num-calls 20000\s+--num-conns 100\s+--hog --rate 100\n/);
	t.regex(output, /Exit status: 0/);
	t.regex(output, /bottleneck/);
	for (const name of [
		'--think-timeout',
		'--request-rate',
		'--poisson',
		'--seed',
		'--cpus',
		'--json',
	]) {
		t.true(output.includes(name), name);
	}
});
