// errno is what the call before left, whatever V8 does between that call and the reading.
//
// Between a call and the reading of errno stand koffi's way back and V8, which may collect garbage
// or compile there. What then fails in the kernel (strace -Z shows it) is futex(2) alone, inside of locks
// of the C library, which keep errno. This makes both happen all the time, and looks.
import {Script} from 'node:vm';
import {Worker} from 'node:worker_threads';
import test from 'ava';
import {EAGAIN} from '../errno.js';
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {check} from '../system-error.js';

const EBADF = 9;
const EFAULT = 14;
const CALLS = 300_000;

test('holds under garbage collection and compilation', t => {
	const pair = allocate(8);
	check(libc.pipe2(pair.address, 0o4000), 'pipe2');
	const [reader, writer] = pair.i32 as unknown as [number, number];
	const kept: unknown[] = [];
	let wrong = 0;
	for (let call = 0; call < CALLS; call++) {
		// Memory that lives for a while and then does not: the heap grows, shrinks and moves.
		kept[call % 5000] = new Array(1 + (call % 200)).fill({call});
		if (call % 1000 === 0) {
			// A function that V8 has not seen, to be compiled and thrown away.
			kept[0] = new Script(`(x => x + ${call})(1)`).runInThisContext();
		}

		wrong += libc.close(-1) === -1 && libc.errno() === EBADF ? 0 : 1;
		wrong += libc.read(reader, pair.address, 1) === -1 && libc.errno() === EAGAIN ? 0 : 1;
		wrong += libc.write(writer, 1, 1) === -1 && libc.errno() === EFAULT ? 0 : 1;
	}

	t.is(wrong, 0);
	libc.close(reader);
	libc.close(writer);
});

test('is the own of each thread', async t => {
	const url = new URL('../libc.js', import.meta.url).href;
	const script = `import(${JSON.stringify(url)}).then(libc => {
		let wrong = 0;
		for (let call = 0; call < ${CALLS}; call++) {
			wrong += libc.close(-1) === -1 && libc.errno() === ${EBADF} ? 0 : 1;
		}
		require('node:worker_threads').parentPort.postMessage(wrong);
	})`;
	const worker = new Worker(script, {eval: true});
	let answer: number | undefined;
	worker.on('message', (wrong: number) => (answer = wrong));
	const pair = allocate(8);
	check(libc.pipe2(pair.address, 0o4000), 'pipe2');
	let wrong = 0;
	while (answer === undefined) {
		for (let call = 0; call < 10_000; call++) {
			const result = libc.read(pair.i32[0] as number, pair.address, 1);
			wrong += result === -1 && libc.errno() === EAGAIN ? 0 : 1;
		}

		await new Promise(setImmediate);
	}

	t.deepEqual([answer, wrong], [0, 0]);
	await worker.terminate();
});
