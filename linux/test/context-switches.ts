// Context switches of a process that is known to wait, and of one that does not exist.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test from 'ava';
import {contextSwitches} from '../context-switches.js';
import * as libc from '../libc.js';

test('counts the waits of this thread as voluntary', t => {
	const before = contextSwitches(process.pid);
	for (let wait = 0; wait < 50; wait++) {
		libc.poll(0, 0, 1);
	}

	const after = contextSwitches(process.pid);
	t.true(after.voluntary - before.voluntary >= 50);
	t.true(after.involuntary >= before.involuntary);
});

test('counts what is taken from a process that shares its processor with another', async t => {
	const spin = "console.log('begun'); for (const end = Date.now() + 15000; Date.now() < end;);";
	const children = [1, 2].map(() => spawn('taskset', ['-c', '0', process.execPath, '-e', spin]));
	t.teardown(() => {
		for (const child of children) {
			child.kill('SIGKILL');
		}
	});
	await Promise.all(children.map(child => once(child.stdout, 'data')));
	const pid = children[0]?.pid ?? -1;
	const before = contextSwitches(pid);
	let after = before;
	for (let look = 0; look < 500 && after.involuntary === before.involuntary; look++) {
		libc.poll(0, 0, 20);
		after = contextSwitches(pid);
	}

	t.true(after.involuntary > before.involuntary);
});

test('says that there is no such process', t => {
	t.throws(() => contextSwitches(2 ** 22 + 1), {code: 'ENOENT'});
});
