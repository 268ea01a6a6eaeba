// poll(2): the whole set is handed to the kernel at every wait. This is what the study is about.
import {Backoff} from '../backoff.js';
import * as libc from '../libc.js';
import {type Memory, allocate} from '../memory.js';
import {type Poller, type Probe, type ReadyList, type Warn} from '../poller.js';

/** Words of a struct pollfd: the descriptor, then events (low half) and revents (high half). */
const WORDS = 2;
const REVENTS_SHIFT = 16;
const EVENTS_MASK = 0xffff;

export function probe(): Probe {
	return {ok: true};
}

/** Opens a poll set for up to `capacity` descriptors; it grows where there are more. */
export function open(capacity: number, warn?: Warn): Poller {
	return new Poll(capacity, warn);
}

/**
 * A dense array of pollfds, changed as watches come and go. (The dphttpd of 2001 rebuilt its array
 * at every wait, so that part of poll's cost was its own.)
 */
class Poll implements Poller {
	readonly trigger = 'level';
	readonly counters = {waits: 0, controls: 0};
	#pollfds: Memory;
	/** The token of each place, and the place of each descriptor. */
	#tokens: Int32Array;
	readonly #places: Array<number | undefined> = [];
	#count = 0;
	readonly #backoff: Backoff;

	constructor(capacity: number, warn?: Warn) {
		this.#backoff = new Backoff(warn);
		this.#pollfds = allocate(capacity * WORDS * 4);
		this.#tokens = new Int32Array(capacity);
	}

	add(fd: number, token: number, want: number): void {
		if (this.#count === this.#tokens.length) {
			this.#grow();
		}

		this.#put(this.#count++, fd, token, want);
	}

	modify(fd: number, _token: number, _was: number, want: number): void {
		this.#pollfds.i32[this.#placeOf(fd) * WORDS + 1] = want;
	}

	remove(fd: number): void {
		const last = --this.#count;
		const place = this.#placeOf(fd);
		this.#places[fd] = undefined;
		if (place !== last) {
			const {i32} = this.#pollfds;
			const moved = i32[last * WORDS] as number;
			this.#put(place, moved, this.#tokens[last] as number, i32[last * WORDS + 1] as number);
		}
	}

	wait(ready: ReadyList, timeoutMs: number): number {
		this.counters.waits++;
		const found = libc.poll(this.#pollfds.address, this.#count, timeoutMs);
		if (found === -1) {
			return this.#backoff.afterWait('poll', libc.errno());
		}

		this.#backoff.worked();
		return this.#collect(ready, Math.min(found, ready.tokens.length));
	}

	syscalls(): Record<string, number> {
		return {poll: this.counters.waits};
	}

	[Symbol.dispose](): void {
		this.#count = 0;
	}

	/** The scan stops once `count` ready descriptors are found; any beyond them are found next time. */
	#collect(ready: ReadyList, count: number): number {
		const {i32} = this.#pollfds;
		for (let place = 0, at = 1, index = 0; index < count; place++, at += WORDS) {
			const revents = (i32[at] as number) >>> REVENTS_SHIFT;
			if (revents !== 0) {
				ready.tokens[index] = this.#tokens[place] as number;
				ready.events[index++] = revents;
			}
		}

		return count;
	}

	#put(place: number, fd: number, token: number, want: number): void {
		this.#pollfds.i32[place * WORDS] = fd;
		this.#pollfds.i32[place * WORDS + 1] = want & EVENTS_MASK;
		this.#tokens[place] = token;
		this.#places[fd] = place;
	}

	#placeOf(fd: number): number {
		const place = this.#places[fd];
		if (place === undefined) {
			throw new RangeError(`descriptor ${fd} is not watched`);
		}

		return place;
	}

	#grow(): void {
		const capacity = Math.max(64, this.#tokens.length * 2);
		const pollfds = allocate(capacity * WORDS * 4);
		pollfds.bytes.set(this.#pollfds.bytes);
		const tokens = new Int32Array(capacity);
		tokens.set(this.#tokens);
		this.#pollfds = pollfds;
		this.#tokens = tokens;
	}
}
