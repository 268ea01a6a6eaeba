// Passes tokens with any poller: write, wait until a pipe is readable, read.
import {Backoff, rest} from '../../linux/backoff.js';
import {EAGAIN} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import {INTERRUPTED, type Poller, READABLE, createReadyList} from '../../linux/poller.js';
import {SystemError} from '../../linux/system-error.js';
import {descriptorOf, tokenOf} from '../../linux/token.js';
import type {Pipes} from './pipes.js';
import {type Course, type Relay, TOKEN_BYTES, TOKEN_WORDS, seedTokens} from './relay.js';

/** Passes tokens with `poller`, which it owns; the read ends are watched when this returns. */
export function openReadinessRelay(poller: Poller, pipes: Pipes, course: Course): Relay {
	return new ReadinessRelay(poller, pipes, course);
}

class ReadinessRelay implements Relay {
	readonly #poller: Poller;
	readonly #pipes: Pipes;
	readonly #course: Course;
	readonly #isOneshot: boolean;
	readonly #ready;
	readonly #out = allocate(TOKEN_BYTES);
	/** All tokens at once: one read drains a pipe, as an edge-triggered watch wants it. */
	readonly #in;
	readonly #calls = {read: 0, write: 0};
	readonly #backoff = new Backoff();
	#left = 0;

	constructor(poller: Poller, pipes: Pipes, course: Course) {
		this.#poller = poller;
		this.#pipes = pipes;
		this.#course = course;
		this.#isOneshot = poller.trigger === 'oneshot';
		this.#ready = createReadyList(Math.max(64, course.threads));
		this.#in = allocate(course.threads * TOKEN_BYTES);
		for (const fd of pipes.readEnds) {
			poller.add(fd, tokenOf(fd, 0), READABLE);
		}

		// What oneshot watches ask of the kernel goes with the next wait (aio-poll): now, not timed.
		poller.wait(this.#ready, 0);
	}

	get counters() {
		return this.#poller.counters;
	}

	syscalls(): Record<string, number> {
		return {...this.#poller.syscalls(), ...this.#calls};
	}

	seed(): void {
		this.#left = seedTokens(this.#course, (generation, pipe, thread) => {
			this.#send(generation, pipe, thread);
		});
	}

	pass(waits: number): number {
		const ready = this.#ready;
		for (let wait = 0; wait < waits && this.#left > 0; wait++) {
			const count = this.#poller.wait(ready, -1);
			if (count === INTERRUPTED) {
				break;
			}

			for (let index = 0; index < count; index++) {
				this.#receive(descriptorOf(ready.tokens[index] as number));
			}

			this.#backoff.worked();
		}

		return this.#left;
	}

	[Symbol.dispose](): void {
		this.#poller[Symbol.dispose]();
	}

	#receive(fd: number): void {
		this.#calls.read++;
		const length = this.#course.threads * TOKEN_BYTES;
		let bytes = libc.read(fd, this.#in.address, length);
		while (bytes === -1 && libc.errno() !== EAGAIN) {
			this.#failed('read', libc.errno());
			this.#calls.read++;
			bytes = libc.read(fd, this.#in.address, length);
		}

		if (this.#isOneshot) {
			this.#poller.modify(fd, tokenOf(fd, 0), 0, READABLE);
		}

		const {i32} = this.#in;
		const {generations, route} = this.#course;
		for (let at = 0; at < bytes >> 2; at += TOKEN_WORDS) {
			const generation = (i32[at] as number) + 1;
			if (generation === generations) {
				this.#left--;
			} else {
				const thread = i32[at + 2] as number;
				this.#send(generation, route(generation, thread), thread);
			}
		}
	}

	#send(generation: number, pipe: number, thread: number): void {
		const {i32, address} = this.#out;
		i32[0] = generation;
		i32[1] = pipe;
		i32[2] = thread;
		this.#calls.write++;
		const fd = this.#pipes.writeEnds[pipe] as number;
		while (libc.write(fd, address, TOKEN_BYTES) === -1) {
			this.#failed('write', libc.errno());
			this.#calls.write++;
		}
	}

	/** Rests before a call is made again. @throws SystemError where that would not do. */
	#failed(call: string, errno: number): void {
		if (errno === EAGAIN || !mayPass(errno)) {
			throw new SystemError(call, errno);
		}

		rest(this.#backoff.failed(call, errno));
	}
}
