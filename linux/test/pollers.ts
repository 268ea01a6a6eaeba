// Every poller against the seam that linux/poller.ts describes, on pipes.
import test, {type ExecutionContext} from 'ava';
import * as libc from '../libc.js';
import {findPollers} from '../mechanisms.js';
import {allocate} from '../memory.js';
import {
	HANGUP,
	INTERRUPTED,
	type Poller,
	READABLE,
	type ReadyList,
	WRITABLE,
	createReadyList,
} from '../poller.js';
import {check} from '../system-error.js';
import {tokenOf} from '../token.js';

const found = await findPollers();

eachPoller('reports what is ready, with its token', (t, poller) => {
	const pipes = Array.from({length: 20}, () => new Pipe());
	for (const {reader} of pipes) {
		poller.add(reader, tokenOf(reader, 5), READABLE);
	}

	pipes[3]?.write();
	pipes[17]?.write();
	const reported = collect(poller, 2);
	const expected = [pipes[3], pipes[17]].map(pipe => tokenOf(pipe?.reader ?? 0, 5));
	t.deepEqual([...reported.keys()].sort(numerically), expected.sort(numerically));
	t.true([...reported.values()].every(events => (events & READABLE) !== 0));
	closeAll(pipes);
});

eachPoller('reports again as its trigger says, and no oftener', (t, poller) => {
	const pipe = new Pipe();
	const token = tokenOf(pipe.reader, 1);
	poller.add(pipe.reader, token, READABLE);
	pipe.write();
	t.is(collect(poller, 1).size, 1);
	const again = waitOnce(poller);
	t.is(again, poller.trigger === 'level' ? 1 : 0);
	pipe.write();
	t.is(waitOnce(poller), poller.trigger === 'oneshot' ? 0 : 1);
	if (poller.trigger === 'oneshot') {
		poller.modify(pipe.reader, token, 0, READABLE);
		t.is(waitOnce(poller), 1);
		t.is(waitOnce(poller), 0);
	}

	closeAll([pipe]);
});

eachPoller('arms one watch at most, however often it is modified', (t, poller) => {
	const pipe = new Pipe();
	const token = tokenOf(pipe.reader, 1);
	poller.add(pipe.reader, token, READABLE);
	for (let round = 0; round < 5; round++) {
		poller.modify(pipe.reader, token, READABLE, READABLE);
		waitOnce(poller, 0);
	}

	pipe.write();
	t.is(collect(poller, 1).size, 1);
	if (poller.trigger !== 'level') {
		t.is(waitOnce(poller), 0);
	}

	closeAll([pipe]);
});

eachPoller('reports what modify asks for, and only that', (t, poller) => {
	const pipe = new Pipe();
	const token = tokenOf(pipe.writer, 1);
	poller.add(pipe.writer, token, READABLE);
	t.is(waitOnce(poller), 0);
	poller.modify(pipe.writer, token, READABLE, WRITABLE);
	const reported = collect(poller, 1);
	t.true(((reported.get(token) ?? 0) & WRITABLE) !== 0);
	closeAll([pipe]);
});

eachPoller('lets go of what is removed just as it becomes ready', (t, poller) => {
	for (let round = 0; round < 50; round++) {
		const pipe = new Pipe();
		const token = tokenOf(pipe.reader, 1);
		poller.add(pipe.reader, token, READABLE);
		t.is(waitOnce(poller, 0), 0);
		pipe.write();
		poller.remove(pipe.reader, token);
		libc.close(pipe.reader);
		// A ring's request, or an aio context's, holds the pipe until it has ended.
		for (let waits = 0; pipe.hasReader() && waits < 20; waits++) {
			t.is(waitOnce(poller, 10), 0);
		}

		t.false(pipe.hasReader(), `round ${round}: the reader is closed, and the pipe still has one`);
		libc.close(pipe.writer);
	}
});

eachPoller('reports nothing after remove, and the new token after the next add', (t, poller) => {
	const pipe = new Pipe();
	pipe.write();
	poller.add(pipe.reader, tokenOf(pipe.reader, 1), READABLE);
	poller.remove(pipe.reader, tokenOf(pipe.reader, 1));
	t.is(waitOnce(poller), 0);
	poller.add(pipe.reader, tokenOf(pipe.reader, 2), READABLE);
	t.deepEqual([...collect(poller, 1).keys()], [tokenOf(pipe.reader, 2)]);
	closeAll([pipe]);
});

eachPoller('wakes up when the other end is closed', (t, poller) => {
	const pipe = new Pipe();
	const token = tokenOf(pipe.reader, 1);
	poller.add(pipe.reader, token, READABLE);
	libc.close(pipe.writer);
	const events = collect(poller, 1).get(token) ?? 0;
	t.true((events & (READABLE | HANGUP)) !== 0);
	libc.close(pipe.reader);
});

eachPoller('ends a wait after its timeout, and counts it', (t, poller) => {
	const pipe = new Pipe();
	poller.add(pipe.reader, tokenOf(pipe.reader, 1), READABLE);
	const before = poller.counters.waits;
	const started = performance.now();
	t.is(waitOnce(poller, 30), 0);
	t.true(performance.now() - started >= 29);
	t.true(poller.counters.waits > before);
	const calls = Object.values(poller.syscalls()).reduce((sum, count) => sum + count, 0);
	t.true(calls >= poller.counters.waits);
	closeAll([pipe]);
});

eachPoller('reports more than fits into the list in the next waits', (t, poller) => {
	const pipes = Array.from({length: 50}, () => new Pipe());
	for (const pipe of pipes) {
		poller.add(pipe.reader, tokenOf(pipe.reader, 1), READABLE);
		pipe.write();
	}

	const ready = createReadyList(8);
	const reported = new Set<number>();
	for (let waits = 0; waits < 100 && reported.size < 50; waits++) {
		const count = poller.wait(ready, 20);
		for (let index = 0; index < count; index++) {
			const token = ready.tokens[index] as number;
			reported.add(token);
			// A level-triggered poller would report the first ones for ever.
			const pipe = pipes.find(({reader}) => tokenOf(reader, 1) === token);
			pipe?.read();
		}
	}

	t.is(reported.size, 50);
	closeAll(pipes);
});

class Pipe {
	readonly reader: number;
	readonly writer: number;
	readonly #memory = allocate(16);

	constructor() {
		check(libc.pipe2(this.#memory.address, 0), 'pipe2');
		[this.reader, this.writer] = this.#memory.i32 as unknown as [number, number];
	}

	write(): void {
		check(libc.write(this.writer, this.#memory.address, 1), 'write');
	}

	/** Whether anybody could read what is written: a write to a pipe without a reader is EPIPE. */
	hasReader(): boolean {
		return libc.write(this.writer, this.#memory.address, 1) === 1;
	}

	read(): void {
		check(libc.read(this.reader, this.#memory.address, 1), 'read');
	}
}

function eachPoller(title: string, body: (t: ExecutionContext, poller: Poller) => void): void {
	for (const {name, module, probe} of found) {
		if (probe.ok) {
			test(`${name}: ${title}`, t => {
				using poller = module.open(64);
				body(t, poller);
			});
		} else {
			test.skip(`${name}: ${title} (skipped: ${probe.reason})`, () => undefined);
		}
	}
}

const list: ReadyList = createReadyList(64);

/**
 * How many events one wait reports. A ring that an earlier test closed may leave work to this thread
 * that interrupts a wait, as a signal would: then it is begun again.
 */
function waitOnce(poller: Poller, timeoutMs = 20): number {
	let count = INTERRUPTED;
	while (count === INTERRUPTED) {
		count = poller.wait(list, timeoutMs);
	}

	return count;
}

/** Waits until `count` tokens have been reported, or ten waits are over. */
function collect(poller: Poller, count: number): Map<number, number> {
	const reported = new Map<number, number>();
	for (let waits = 0; waits < 10 && reported.size < count; waits++) {
		const found = poller.wait(list, 100);
		for (let index = 0; index < found; index++) {
			reported.set(list.tokens[index] as number, list.events[index] as number);
		}
	}

	return reported;
}

function closeAll(pipes: Pipe[]): void {
	for (const {reader, writer} of pipes) {
		libc.close(reader);
		libc.close(writer);
	}
}

function numerically(a: number, b: number): number {
	return a - b;
}
