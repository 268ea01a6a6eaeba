// A ring of provided buffers (io_uring_register(2), IORING_REGISTER_PBUF_RING, Linux 5.19): the kernel
// takes a buffer only when data has come, so a silent connection holds none.
import * as libc from '../libc.js';
import {type Memory, allocate} from '../memory.js';
import {check} from '../system-error.js';
import {IORING_REGISTER_PBUF_RING, SYS_io_uring_register} from './abi.js';
import type {Ring} from './ring.js';

/** 16-bit words of a struct io_uring_buf, and where the ring's tail is: in the first one's padding. */
const ENTRY_HALVES = 8;
const TAIL_HALF = 7;
const PAGE = 4096;
/**
 * Between buffers: without it the first bytes of all, which are all that short requests use, would
 * share one set of a cache with 4096 bytes a way.
 */
const CACHE_LINE = 64;

/** `count` (a power of two) buffers of `size` bytes, which the kernel fills and we give back. */
export class BufferRing {
	/** The buffers, in a row: number `id` begins at `id * stride`. */
	readonly memory: Memory;
	readonly stride: number;
	/** The fewest that the kernel had left for a turn's receives; 0 also where one found none. */
	low: number;
	readonly #entries: Memory;
	readonly #halves: Uint16Array;
	readonly #mask: number;
	#tail = 0;
	/** The tail that the kernel was shown last. */
	#shown = 0;

	/** Registers the buffers with `ring`, as number `group`. */
	constructor(
		ring: Ring,
		readonly group: number,
		readonly count: number,
		readonly size: number,
	) {
		this.stride = size + CACHE_LINE;
		this.memory = allocate(count * this.stride, PAGE);
		this.#mask = count - 1;
		this.low = count;
		this.#entries = allocate(count * ENTRY_HALVES * 2, PAGE);
		const {bytes} = this.#entries;
		this.#halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
		register(ring, this.#entries.address, count, group);
		for (let id = 0; id < count; id++) {
			this.giveBack(id);
		}

		this.#show();
	}

	/** Lets the kernel use buffer `id` again, once `publish` is called. */
	giveBack(id: number): void {
		const at = (this.#tail & this.#mask) * (ENTRY_HALVES >> 1);
		const address = this.memory.address + id * this.stride;
		const words = this.#entries.i32;
		words[at] = address | 0;
		words[at + 1] = Math.floor(address / 2 ** 32);
		words[at + 2] = this.size;
		this.#halves[at * 2 + 6] = id;
		this.#tail = (this.#tail + 1) & 0xffff;
	}

	/** Shows the kernel what was given back since; it looks when it next needs a buffer. */
	publish(): void {
		const taken = (this.#tail - this.#shown) & 0xffff;
		this.low = Math.min(this.low, this.count - taken);
		this.#show();
	}

	#show(): void {
		this.#shown = this.#tail;
		Atomics.store(this.#halves, TAIL_HALF, this.#tail);
	}
}

function register(ring: Ring, address: libc.Address, count: number, group: number): void {
	const registration = allocate(40);
	registration.i32[0] = address | 0;
	registration.i32[1] = Math.floor(address / 2 ** 32);
	registration.i32[2] = count;
	registration.i32[3] = group;
	check(
		libc.syscall(
			SYS_io_uring_register,
			ring.fd,
			IORING_REGISTER_PBUF_RING,
			registration.address,
			1,
			0,
			0,
		),
		'io_uring_register',
	);
}
