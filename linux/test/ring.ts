// The ring against a kernel that takes nothing, or has more to tell than the queue holds.
import test, {type ExecutionContext} from 'ava';
import {ENOBUFS} from '../errno.js';
import {
	IORING_CQE_BUFFER_SHIFT,
	IORING_CQE_F_BUFFER,
	IORING_CQE_F_MORE,
	IORING_OP_RECV,
	IORING_OP_WRITE,
	IORING_RECV_MULTISHOT,
	IOSQE_BUFFER_SELECT,
} from '../io-uring/abi.js';
import {BufferRing} from '../io-uring/buffer-ring.js';
import {whyNoMultishot} from '../io-uring/multishot.js';
import {Ring} from '../io-uring/ring.js';
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {check} from '../system-error.js';

const reason = whyNoMultishot();

ifRing('submits all that was prepared, in order, however small the queue is', t => {
	using ring = new Ring(4, 16_384);
	using pipe = new Pair('pipe');
	const bytes = allocate(5000);
	bytes.bytes.forEach((_, index) => (bytes.bytes[index] = index % 251));
	for (let index = 0; index < 5000; index++) {
		ring.prepare(IORING_OP_WRITE, pipe.writer, bytes.address + index, 1, 0, index, 7);
	}

	const results = takeAll(ring, 5000);
	t.true(results.every(({result, high}) => result === 1 && high === 7));
	t.deepEqual(
		results.map(({low}) => low).sort((a, b) => a - b),
		results.map((_, index) => index),
	);
	t.deepEqual(pipe.read(5000), bytes.bytes);
	t.is(ring.overflows, 0);
});

ifRing('keeps the completions that found their queue full, and counts that', t => {
	using ring = new Ring(4, 8);
	using pipe = new Pair('pipe');
	const bytes = allocate(16);
	for (let index = 0; index < 1000; index++) {
		ring.prepare(IORING_OP_WRITE, pipe.writer, bytes.address, 1, 0, index, 0);
	}

	const results = takeAll(ring, 1000);
	t.is(new Set(results.map(({low}) => low)).size, 1000);
	t.true(results.every(({result}) => result === 1));
	t.true(ring.overflows > 0);
});

ifRing('goes on receiving after all provided buffers were taken', t => {
	using ring = new Ring(64, 256);
	const buffers = new BufferRing(ring, 0, 4, 64);
	const pairs = Array.from({length: 50}, () => new Pair('sockets'));
	const arm = (index: number) => {
		const at = ring.prepare(IORING_OP_RECV, pairs[index]?.reader ?? -1, 0, 0, 0, index, 0);
		ring.setFlags(at, IOSQE_BUFFER_SELECT, IORING_RECV_MULTISHOT);
		ring.setBufferGroup(at, 0);
	};

	for (const index of pairs.keys()) {
		arm(index);
		pairs[index]?.write(3);
	}

	let exhausted = 0;
	const received = new Int32Array(pairs.length);
	while (received.some(bytes => bytes < 3)) {
		const found = ring.enter(1, 5000);
		t.true(found > 0, `only ${received.join(' ')} came`);
		for (let index = 0; index < found; index++) {
			const {low, result, flags} = completion(ring, index);
			exhausted += result === -ENOBUFS ? 1 : 0;
			received[low] = (received[low] as number) + Math.max(0, result);
			if ((flags & IORING_CQE_F_BUFFER) !== 0) {
				buffers.giveBack(flags >>> IORING_CQE_BUFFER_SHIFT);
			}

			if ((flags & IORING_CQE_F_MORE) === 0) {
				arm(low);
			}
		}

		ring.advance(found);
		buffers.publish();
	}

	t.true(exhausted > 0);
	t.is(buffers.low, 0);
	for (const pair of pairs) {
		pair[Symbol.dispose]();
	}
});

/** A pipe, or a pair of sockets. */
class Pair {
	readonly reader: number;
	readonly writer: number;
	readonly #memory = allocate(8192);

	constructor(kind: 'pipe' | 'sockets') {
		const {address} = this.#memory;
		check(kind === 'pipe' ? libc.pipe2(address, 0) : libc.socketpair(1, 1, 0, address), kind);
		[this.reader, this.writer] = this.#memory.i32 as unknown as [number, number];
	}

	write(length: number): void {
		check(libc.write(this.writer, this.#memory.address, length), 'write');
	}

	read(length: number): Uint8Array {
		let at = 0;
		while (at < length) {
			at += check(libc.read(this.reader, this.#memory.address + at, length - at), 'read');
		}

		return this.#memory.bytes.subarray(0, length);
	}

	[Symbol.dispose](): void {
		libc.close(this.reader);
		libc.close(this.writer);
	}
}

type Completion = {low: number; high: number; result: number; flags: number};

function completion(ring: Ring, index: number): Completion {
	const at = ring.completionAt(index);
	const [low, high, result, flags] = ring.completions.subarray(at, at + 4) as unknown as [
		number,
		number,
		number,
		number,
	];
	return {low, high, result, flags};
}

function takeAll(ring: Ring, count: number): Completion[] {
	const taken: Completion[] = [];
	while (taken.length < count) {
		const found = ring.enter(1, 5000);
		if (found <= 0) {
			throw new Error(`only ${taken.length} of ${count} have completed`);
		}

		for (let index = 0; index < found; index++) {
			taken.push(completion(ring, index));
		}

		ring.advance(found);
	}

	return taken;
}

function ifRing(title: string, body: (t: ExecutionContext) => void): void {
	if (reason === undefined) {
		test(title, body);
	} else {
		test.skip(`${title} (skipped: ${reason})`, () => undefined);
	}
}
