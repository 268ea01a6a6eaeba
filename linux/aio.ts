// The kernel's asynchronous I/O (io_setup(2), io_submit(2), io_getevents(2)) as far as polling needs it.
import {Backoff, rest} from './backoff.js';
import {EAGAIN} from './errno.js';
import {mayPass} from './errno-class.js';
import * as libc from './libc.js';
import {type Memory, allocate} from './memory.js';
import {LimitError, WRITABLE, type Warn} from './poller.js';
import {SystemError, check} from './system-error.js';

type Calls = {
	io_setup: number;
	io_destroy: number;
	io_getevents: number;
	io_submit: number;
	io_cancel: number;
};

/** System call numbers (syscalls(2)): the C library has no wrappers for these. */
const numbers: Readonly<Record<string, Calls>> = {
	x64: {io_setup: 206, io_destroy: 207, io_getevents: 208, io_submit: 209, io_cancel: 210},
	arm64: {io_setup: 0, io_destroy: 1, io_submit: 2, io_cancel: 3, io_getevents: 4},
};

const IOCB_CMD_POLL = 5;
/** Words of a struct iocb and of a struct io_event (linux/aio_abi.h). */
const IOCB_WORDS = 16;
const EVENT_WORDS = 8;
const EVENTS = 1024;

/** Why this kernel cannot poll this way; undefined where it can. */
export function whyNoAioPoll(): string | undefined {
	if (!(process.arch in numbers)) {
		return `the numbers of the aio system calls are not known here for ${process.arch}`;
	}

	try {
		using context = new AioContext(1);
		return canPoll(context) ? undefined : 'the kernel has no IOCB_CMD_POLL (Linux 4.19)';
	} catch (error) {
		return (error as Error).message;
	}
}

/** A context, with an iocb for each of `capacity` slots. The caller keeps count of what is armed. */
export class AioContext {
	readonly #calls = numbers[process.arch] as Calls;
	readonly #id: number;
	readonly #iocbs: Memory;
	/** The addresses of the iocbs to submit. */
	readonly #pointers: Memory;
	readonly #events = allocate(EVENTS * EVENT_WORDS * 4);
	/** A struct timespec; the kernel also wants room for an answer to io_cancel. */
	readonly #timeout = allocate(EVENT_WORDS * 4);

	readonly #submitBackoff: Backoff;
	readonly #waitBackoff: Backoff;

	/** @throws LimitError where fs.aio-max-nr does not allow that many requests. */
	constructor(capacity: number, warn?: Warn) {
		this.#submitBackoff = new Backoff(warn);
		this.#waitBackoff = new Backoff(warn);
		const id = allocate(8);
		const {io_setup} = this.#calls;
		if (libc.syscall(io_setup, capacity, id.address, 0, 0, 0, 0) === -1) {
			const errno = libc.errno();
			if (errno === EAGAIN) {
				throw new LimitError(
					`io_setup: fs.aio-max-nr does not allow ${capacity} more requests; raise it: sysctl -w fs.aio-max-nr=1048576`,
				);
			}

			throw new SystemError('io_setup', errno);
		}

		this.#id = readAddress(id.i32);
		this.#iocbs = allocate(capacity * IOCB_WORDS * 4);
		this.#pointers = allocate(capacity * 8);
	}

	/** Fills a slot's iocb: when submitted, it waits for `want` on `fd`. */
	prepare(slot: number, sequence: number, fd: number, want: number): void {
		const {i32} = this.#iocbs;
		const at = slot * IOCB_WORDS;
		i32[at] = slot;
		i32[at + 1] = sequence;
		i32[at + 4] = IOCB_CMD_POLL;
		i32[at + 5] = fd;
		i32[at + 6] = want;
	}

	/** Submits the iocbs of the first `count` slots in `queue`. Returns how many the kernel took: none where it is short. */
	submit(queue: Int32Array, count: number): number {
		const {i32, address} = this.#pointers;
		for (let index = 0; index < count; index++) {
			const iocb = this.#iocbOf(queue[index] as number);
			i32[index * 2] = iocb | 0;
			i32[index * 2 + 1] = Math.floor(iocb / 2 ** 32);
		}

		const taken = libc.syscall(this.#calls.io_submit, this.#id, count, address, 0, 0, 0);
		if (taken !== -1) {
			this.#submitBackoff.worked();
			return taken;
		}

		const errno = libc.errno();
		if (!mayPass(errno)) {
			throw new SystemError('io_submit', errno);
		}

		rest(this.#submitBackoff.failed('io_submit', errno));
		return 0;
	}

	/** Ends the wait of a slot's iocb. Its event, or the event it has already had, may still come. */
	cancel(slot: number): void {
		const {i32, address} = this.#timeout;
		i32.fill(0);
		libc.syscall(this.#calls.io_cancel, this.#id, this.#iocbOf(slot), address, 0, 0, 0);
	}

	/** Waits for events, up to `most`; -1 ms: without limit. Returns how many came, or INTERRUPTED. */
	wait(most: number, timeoutMs: number): number {
		const {i32} = this.#timeout;
		i32[0] = Math.floor(timeoutMs / 1000);
		i32[2] = (timeoutMs % 1000) * 1_000_000;
		const count = libc.syscall(
			this.#calls.io_getevents,
			this.#id,
			1,
			Math.min(most, EVENTS),
			this.#events.address,
			timeoutMs < 0 ? 0 : this.#timeout.address,
			0,
		);
		if (count === -1) {
			return this.#waitBackoff.afterWait('io_getevents', libc.errno());
		}

		this.#waitBackoff.worked();
		return count;
	}

	/** Of event number `event` of the last wait: its slot, its arming, and what is ready. */
	slotOf(event: number): number {
		return this.#events.i32[event * EVENT_WORDS] as number;
	}

	sequenceOf(event: number): number {
		return this.#events.i32[event * EVENT_WORDS + 1] as number;
	}

	maskOf(event: number): number {
		return this.#events.i32[event * EVENT_WORDS + 4] as number;
	}

	[Symbol.dispose](): void {
		libc.syscall(this.#calls.io_destroy, this.#id, 0, 0, 0, 0, 0);
	}

	#iocbOf(slot: number): libc.Address {
		return this.#iocbs.address + slot * IOCB_WORDS * 4;
	}
}

/** Asks the kernel itself: an older one refuses the command with EINVAL. */
function canPoll(context: AioContext): boolean {
	const pair = allocate(8);
	check(libc.pipe2(pair.address, 0), 'pipe2');
	const [reader, writer] = pair.i32 as unknown as [number, number];
	try {
		context.prepare(0, 1, writer, WRITABLE);
		return context.submit(new Int32Array(1), 1) === 1;
	} catch {
		return false;
	} finally {
		libc.close(reader);
		libc.close(writer);
	}
}

function readAddress(words: Int32Array): libc.Address {
	return ((words[1] as number) >>> 0) * 2 ** 32 + ((words[0] as number) >>> 0);
}
