// Sends the requests of many connections with one system call, by way of io_uring(7).
//
// In a closed loop the requests of a turn are sent together anyway. Measured: a tenth less processor
// time a call than with a send(2) each.
import {IORING_OP_SEND} from '../../linux/io-uring/abi.js';
import {Ring} from '../../linux/io-uring/ring.js';
import type {Memory} from '../../linux/memory.js';
import {MSG_NOSIGNAL} from '../../linux/socket.js';
import {type Connection, IDLE} from './connection.js';

const MSG_DONTWAIT = 0x40;

/** Connections a system call: few enough that the times of their sends can be told apart. */
const CAPACITY = 32;

/** Up to 32 connections that are sent the same request. */
export class RequestBatch {
	/** Connections in the batch. */
	size = 0;
	readonly connections: Connection[] = [];
	/** What send(2) returned for each, or a negated errno. */
	readonly results = new Int32Array(CAPACITY);
	readonly #ring: Ring;
	readonly #request: Memory;

	private constructor(ring: Ring, request: Memory) {
		this.#ring = ring;
		this.#request = request;
	}

	/** A batch, or undefined where the kernel has no io_uring, or permits none. */
	static open(request: Memory): RequestBatch | undefined {
		try {
			return new RequestBatch(new Ring(CAPACITY, 2 * CAPACITY), request);
		} catch {
			return undefined;
		}
	}

	/** Takes the idle ones of `connections` from `at` up to `end`, and returns how far it got. */
	fill(connections: readonly Connection[], at: number, end: number): number {
		this.size = 0;
		while (at < end && this.size < CAPACITY) {
			const connection = connections[at++] as Connection;
			if (connection.phase === IDLE) {
				this.connections[this.size++] = connection;
			}
		}

		return at;
	}

	/** Sends on each, in order. MSG_DONTWAIT: each is done, or has failed, when this returns. */
	send(): void {
		const ring = this.#ring;
		const {address, bytes} = this.#request;
		const flags = MSG_DONTWAIT | MSG_NOSIGNAL;
		for (let index = 0; index < this.size; index++) {
			const {fd} = this.connections[index] as Connection;
			ring.prepare(IORING_OP_SEND, fd, address, bytes.length, flags, index, 0);
		}

		while (ring.ready() < this.size) {
			ring.enter(this.size, -1);
		}

		const {completions} = ring;
		for (let index = 0; index < this.size; index++) {
			const at = ring.completionAt(index);
			this.results[completions[at] as number] = completions[at + 2] as number;
		}

		ring.advance(this.size);
	}
}
