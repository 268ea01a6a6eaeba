// select(2), with the fixed descriptor sets of the C library: it ends at FD_SETSIZE.
import {Backoff} from '../backoff.js';
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {
	LimitError,
	type Poller,
	type Probe,
	READABLE,
	type ReadyList,
	WRITABLE,
	type Warn,
} from '../poller.js';

/** Descriptors of an fd_set (select(2), "BUGS"): a larger one would write past its end. */
const FD_SETSIZE = 1024;
const SET_WORDS = FD_SETSIZE / 32;
const SET_BYTES = FD_SETSIZE / 8;

/** Two sets in a row: for reading and for writing. (A peer that has gone makes both ready.) */
const READ = 0;
const WRITE = SET_WORDS;

const reason = `an fd_set holds descriptors below FD_SETSIZE (${FD_SETSIZE}); use poll or epoll for more`;

export function probe(): Probe {
	return {ok: true, limit: {name: 'FD_SETSIZE', descriptors: FD_SETSIZE, ofNumbers: true, reason}};
}

/** Opens an empty set. */
export function open(_capacity: number, warn?: Warn): Poller {
	return new Select(warn);
}

class Select implements Poller {
	readonly trigger = 'level';
	readonly counters = {waits: 0, controls: 0};
	readonly #wanted = allocate(2 * SET_BYTES);
	readonly #found = allocate(2 * SET_BYTES);
	readonly #timeout = allocate(16);
	readonly #tokens = new Int32Array(FD_SETSIZE);
	/** One more than the highest descriptor: what the kernel looks at. */
	#count = 0;
	readonly #backoff: Backoff;

	constructor(warn?: Warn) {
		this.#backoff = new Backoff(warn);
	}

	add(fd: number, token: number, want: number): void {
		if (fd >= FD_SETSIZE) {
			throw new LimitError(`select cannot watch descriptor ${fd}: ${reason}`);
		}

		this.#tokens[fd] = token;
		this.#want(fd, want);
	}

	modify(fd: number, _token: number, _was: number, want: number): void {
		this.#want(fd, want);
	}

	remove(fd: number): void {
		this.#want(fd, 0);
		while (this.#count > 0 && !this.#isWatched(this.#count - 1)) {
			this.#count--;
		}
	}

	wait(ready: ReadyList, timeoutMs: number): number {
		this.counters.waits++;
		this.#found.i32.set(this.#wanted.i32);
		const {address} = this.#found;
		const found = libc.select(
			this.#count,
			address,
			address + SET_BYTES,
			0,
			this.#timeoutAddress(timeoutMs),
		);
		if (found === -1) {
			return this.#backoff.afterWait('select', libc.errno());
		}

		this.#backoff.worked();
		return found === 0 ? 0 : this.#collect(ready);
	}

	syscalls(): Record<string, number> {
		// The C library makes a pselect6 of it.
		return {pselect6: this.counters.waits};
	}

	[Symbol.dispose](): void {
		this.#count = 0;
	}

	#collect(ready: ReadyList): number {
		const {i32} = this.#found;
		const words = (this.#count + 31) >> 5;
		const capacity = ready.tokens.length;
		let count = 0;
		for (let word = 0; word < words; word++) {
			const read = i32[READ + word] as number;
			const write = i32[WRITE + word] as number;
			let bits = read | write;
			while (bits !== 0 && count < capacity) {
				const bit = bits & -bits;
				bits ^= bit;
				ready.tokens[count] = this.#tokens[word * 32 + 31 - Math.clz32(bit)] as number;
				ready.events[count++] =
					((read & bit) !== 0 ? READABLE : 0) | ((write & bit) !== 0 ? WRITABLE : 0);
			}
		}

		return count;
	}

	#want(fd: number, want: number): void {
		if (want !== 0) {
			this.#count = Math.max(this.#count, fd + 1);
		}

		this.#mark(READ, fd, (want & READABLE) !== 0);
		this.#mark(WRITE, fd, (want & WRITABLE) !== 0);
	}

	#mark(set: number, fd: number, wanted: boolean): void {
		const {i32} = this.#wanted;
		const word = set + (fd >> 5);
		const bit = 1 << (fd & 31);
		i32[word] = wanted ? (i32[word] as number) | bit : (i32[word] as number) & ~bit;
	}

	#isWatched(fd: number): boolean {
		const {i32} = this.#wanted;
		const word = fd >> 5;
		return (
			((((i32[READ + word] as number) | (i32[WRITE + word] as number)) >>> (fd & 31)) & 1) === 1
		);
	}

	/** A struct timeval; the kernel writes the time that is left into it. */
	#timeoutAddress(timeoutMs: number): number {
		if (timeoutMs < 0) {
			return 0;
		}

		const {i32, address} = this.#timeout;
		i32[0] = Math.floor(timeoutMs / 1000);
		i32[2] = (timeoutMs % 1000) * 1000;
		return address;
	}
}
