// What an agent is sent that no rig would send: it does nothing of it, and ends.
import {randomBytes} from 'node:crypto';
import test from 'ava';
import {once} from 'node:events';
import {execa} from 'execa';
import {framed, startAgent} from './helpers/agent-stream.js';
import {eventually, isAlive} from './helpers/processes.js';

const garbage: Array<[string, string | Buffer]> = [
	['text', 'hello\r\n\r\n'],
	['HTTP', 'GET / HTTP/1.0\r\nHost: a\r\n\r\n'],
	['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
	['a negative length', 'Content-Length: -5\r\n\r\n{}'],
	['a body that is no JSON', 'Content-Length: 5\r\n\r\nabcde'],
	['a million bytes of one header', Buffer.alloc(1_100_000, 'x')],
	['a million random bytes', randomBytes(1_100_000)],
	[
		'a million bytes of a body that is said to be longer',
		Buffer.concat([Buffer.from('Content-Length: 99999999\r\n\r\n'), Buffer.alloc(1_100_000, '{')]),
	],
];
for (const [name, bytes] of garbage) {
	test.serial(`ends with a message, its input still open: ${name}`, async t => {
		const agent = startAgent();
		agent.stdin.on('error', () => undefined); // it does not read to the end
		agent.stdin.write(bytes);
		const {exitCode, stdout, stderr} = await agent;
		t.is(exitCode, 1);
		t.regex(stderr, /^deadweight: what the agent was sent is no JSON-RPC \(.*\): it is started by/);
		t.is(stdout, '');
	});
}

const refused: Array<[string, string, unknown, RegExp]> = [
	[
		'another program',
		'start',
		{program: 'sh', args: []},
		/there is no program|must match pattern|expected string/,
	],
	[
		'a path',
		'start',
		{program: '../../bin/sh', args: []},
		/there is no program|must match pattern|expected string/,
	],
	['an escape', 'start', {program: 'dphttpd', args: ['\u001B[2J']}, /no argument/],
	['a NUL', 'start', {program: 'dphttpd', args: ['--port', '0\0']}, /no argument/],
	['a line break', 'start', {program: 'dphttpd', args: ['a\nb']}, /no argument/],
	['an argument that is a number', 'start', {program: 'dphttpd', args: [0]}, /expected string/],
	['a long argument', 'start', {program: 'dphttpd', args: ['x'.repeat(4001)]}, /<=4000 characters/],
	['too many', 'start', {program: 'dphttpd', args: Array(65).fill('x')}, /<=64 items/],
	['more than is asked for', 'start', {program: 'dphttpd', args: [], env: {}}, /Unrecognized key/],
	['no program', 'start', {}, /there is no program|must match pattern|expected string/],
	['a program that was not started', 'stop', {id: 7}, /there is no program 7/],
	['an id that is none', 'report', {id: 'x'}, /expected number/],
	['the counters of any process', 'processCounters', {id: 1}, /there is no program 1/],
	['a sysctl of its own', 'tune', {action: 'apply', name: 'kernel.panic'}, /Unrecognized|expected/],
	['another action', 'tune', {action: 'reboot'}, /Invalid/],
	[
		'a load beyond all bounds',
		'tune',
		{action: 'apply', load: {dead: 1e99, active: 1}},
		/expected int|Too big/,
	],
	['every process', 'takeOver', {pid: -1}, /Too small|expected/],
	['the first process', 'takeOver', {pid: 1}, /Too small|expected/],
	['another method', 'exec', {}, /Unhandled method exec/],
];
for (const [name, method, params, message] of refused) {
	test.serial(`refuses, and goes on: ${name}`, async t => {
		const agent = startAgent();
		agent.stdin.write(framed({jsonrpc: '2.0', id: 1, method, params}));
		agent.stdin.write(framed({jsonrpc: '2.0', id: 2, method: 'facts'}));
		agent.stdout.on('data', (data: Buffer) => {
			if (data.includes('"id":2')) {
				agent.stdin.end();
			}
		});
		const {exitCode, stdout, stderr} = await agent;
		t.is(exitCode, 0, stderr);
		t.regex(stdout, /"id":1,"error":/);
		t.regex(stdout, message);
		t.regex(stdout, /"id":2,"result":\{"kernel":/);
	});
}

test.serial('takes the place of another agent, and of nothing else', async t => {
	const [former, agent, bystander] = [startAgent(), startAgent(), execa('sleep', ['60'])];
	bystander.catch(() => undefined);
	former.stdin.write(framed({jsonrpc: '2.0', id: 1, method: 'ping'}));
	await once(former.stdout, 'data');
	let answered = 0;
	agent.stdout.on('data', (data: Buffer) => {
		answered += data.toString().split('"result":null').length - 1;
	});
	for (const [id, {pid}] of [former, bystander].entries()) {
		agent.stdin.write(framed({jsonrpc: '2.0', id, method: 'takeOver', params: {pid}}));
	}

	t.is((await former).exitCode, 0);
	await eventually(() => (answered === 2 ? true : undefined), 'answers');
	t.true(isAlive(bystander.pid ?? 0));
	bystander.kill();
	agent.stdin.end();
	t.is((await agent).exitCode, 0);
});
