// Completion over io_uring: a read waits in every pipe, and a pass is one io_uring_enter.
import {Backoff, rest} from '../../../linux/backoff.js';
import {mayPass} from '../../../linux/errno-class.js';
import {
	IORING_OP_READ,
	IORING_OP_WRITE,
	IOSQE_CQE_SKIP_SUCCESS,
} from '../../../linux/io-uring/abi.js';
import {whyNoSkippedCompletions} from '../../../linux/io-uring/map.js';
import {Ring} from '../../../linux/io-uring/ring.js';
import {allocate} from '../../../linux/memory.js';
import {INTERRUPTED, type Probe} from '../../../linux/poller.js';
import {SystemError} from '../../../linux/system-error.js';
import type {Pipes} from '../pipes.js';
import {type Course, type Relay, TOKEN_BYTES, seedTokens} from '../relay.js';

/** A read of a non-blocking pipe would complete with EAGAIN at once. */
export const isBlocking = true;

export function probe(): Probe {
	const reason = whyNoSkippedCompletions();
	return reason === undefined ? {ok: true} : {ok: false, reason};
}

/** Opens a ring, with a read in each pipe. */
export function open(pipes: Pipes, course: Course): Relay {
	return new UringRelay(pipes, course);
}

const SUBMISSIONS = 1024;
const COMPLETIONS = 4096;
/** A pipe's own buffer: a token, and room that keeps it aligned. */
const STRIDE = 16;

/** What a completion is of, the high word of its user data: a read, or the write of thread 0, 1, … */
const READ = 0;
const WRITE = 1;

class UringRelay implements Relay {
	readonly #ring;
	readonly #pipes: Pipes;
	readonly #course: Course;
	readonly #in;
	/** A token of its own for each thread: a write in flight must not be changed. */
	readonly #out;
	readonly #backoff = new Backoff();
	#left = 0;

	constructor(pipes: Pipes, course: Course) {
		this.#pipes = pipes;
		this.#course = course;
		this.#ring = new Ring(SUBMISSIONS, Math.max(COMPLETIONS, 4 * course.threads));
		this.#in = allocate(pipes.readEnds.length * STRIDE);
		this.#out = allocate(course.threads * STRIDE);
		for (let pipe = 0; pipe < pipes.readEnds.length; pipe++) {
			this.#armRead(pipe);
		}

		this.#ring.enter(0, 0);
	}

	get counters() {
		return {waits: this.#ring.enters, controls: 0};
	}

	syscalls(): Record<string, number> {
		return {io_uring_enter: this.#ring.enters};
	}

	seed(): void {
		this.#left = seedTokens(this.#course, (generation, pipe, thread) => {
			this.#send(generation, pipe, thread);
		});
	}

	pass(waits: number): number {
		const ring = this.#ring;
		for (let wait = 0; wait < waits && this.#left > 0; wait++) {
			const count = ring.enter(1, -1);
			if (count === INTERRUPTED) {
				break;
			}

			const {completions} = ring;
			for (let index = 0; index < count; index++) {
				const at = ring.completionAt(index);
				this.#completed(
					completions[at] as number,
					completions[at + 1] as number,
					completions[at + 2] as number,
				);
			}

			ring.advance(count);
		}

		return this.#left;
	}

	[Symbol.dispose](): void {
		this.#ring[Symbol.dispose]();
	}

	#completed(pipe: number, kind: number, result: number): void {
		if (result !== TOKEN_BYTES) {
			this.#failed(pipe, kind, -result);
			return;
		}

		this.#backoff.worked();
		const {i32} = this.#in;
		const at = (pipe * STRIDE) >> 2;
		const generation = (i32[at] as number) + 1;
		const thread = i32[at + 2] as number;
		const {generations, route} = this.#course;
		this.#armRead(pipe);
		if (generation === generations) {
			this.#left--;
		} else {
			this.#send(generation, route(generation, thread), thread);
		}
	}

	#armRead(pipe: number): void {
		const fd = this.#pipes.readEnds[pipe] as number;
		const address = this.#in.address + pipe * STRIDE;
		this.#ring.prepare(IORING_OP_READ, fd, address, TOKEN_BYTES, 0, pipe, READ);
	}

	#send(generation: number, pipe: number, thread: number): void {
		const {i32} = this.#out;
		const at = (thread * STRIDE) >> 2;
		i32[at] = generation;
		i32[at + 1] = pipe;
		i32[at + 2] = thread;
		this.#write(pipe, thread);
	}

	#write(pipe: number, thread: number): void {
		const ring = this.#ring;
		const fd = this.#pipes.writeEnds[pipe] as number;
		const from = this.#out.address + thread * STRIDE;
		const at = ring.prepare(IORING_OP_WRITE, fd, from, TOKEN_BYTES, 0, pipe, WRITE + thread);
		ring.setFlags(at, IOSQE_CQE_SKIP_SUCCESS, 0);
	}

	/** A token is where it was: what failed is submitted again, after a rest. */
	#failed(pipe: number, kind: number, errno: number): void {
		const call = kind === READ ? 'read' : 'write';
		if (!mayPass(errno)) {
			throw new SystemError(call, errno);
		}

		rest(this.#backoff.failed(`${call} by io_uring`, errno));
		if (kind === READ) {
			this.#armRead(pipe);
		} else {
			this.#write(pipe, kind - WRITE);
		}
	}
}
