// Passes tokens with any poller: write, wait until a pipe is readable, read.
import {EAGAIN} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import {INTERRUPTED, type Poller, READABLE, createReadyList} from '../../linux/poller.js';
import {SystemError, check} from '../../linux/system-error.js';
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
		}

		return this.#left;
	}

	[Symbol.dispose](): void {
		this.#poller[Symbol.dispose]();
	}

	#receive(fd: number): void {
		this.#calls.read++;
		const bytes = libc.read(fd, this.#in.address, this.#course.threads * TOKEN_BYTES);
		if (bytes === -1) {
			const errno = libc.errno();
			if (errno !== EAGAIN) {
				throw new SystemError('read', errno);
			}
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
		check(libc.write(this.#pipes.writeEnds[pipe] as number, address, TOKEN_BYTES), 'write');
	}
}
