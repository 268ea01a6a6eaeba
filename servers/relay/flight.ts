// What the kernel has of one socket of a completion relay, and what it has said that nobody has taken yet.
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import type {FlowPool} from './flow.js';

/** Bytes [start, end) of a memory. */
type Piece = {readonly memory: Memory; start: number; end: number};

/** One socket. Its requests in flight keep its descriptor, and the memory that they use. */
export class Flight {
	isReceiving = false;
	/** It was received from before. */
	hasReceived = false;
	/** The receive is to end. */
	isCancelling = false;
	isSending = false;
	isConnecting = false;
	/** What a send, and connecting, have come to: bytes or 0, or the errno below 0. */
	sent: number | undefined;
	connected: number | undefined;
	/** The errno that receiving came to; 0: none. */
	errno = 0;
	/** The end of the stream has come, behind whatever is kept. */
	hasEnded = false;
	/** What is being sent, where nobody else keeps it any more. */
	orphan: Memory | undefined;
	/** It is to be closed with a reset. */
	isReset = false;
	/** A loan of what has come just now: bytes that are not taken yet. */
	#address = 0;
	#left = 0;
	/** Copies of what came when there was no room for it, and how many bytes they are. */
	readonly #pieces: Piece[] = [];
	#kept = 0;

	constructor(private readonly pool: FlowPool) {}

	get isBusy(): boolean {
		return this.isReceiving || this.isSending || this.isConnecting;
	}

	/** Whether there is something to be told to who receives. */
	get hasInput(): boolean {
		return this.#kept > 0 || this.errno !== 0 || this.hasEnded;
	}

	/** How many bytes are kept. */
	get kept(): number {
		return this.#kept;
	}

	/** `length` bytes at `address` have come, and are lent until {@link keep}. */
	lend(address: libc.Address, length: number): void {
		this.#address = address;
		this.#left = length;
	}

	/** Ends a loan: what was not taken is copied. */
	keep(): void {
		while (this.#left > 0) {
			const piece = this.#pieceWithRoom();
			const count = Math.min(this.#left, piece.memory.bytes.length - piece.end);
			libc.memcpy(piece.memory.address + piece.end, this.#address, count);
			piece.end += count;
			this.#kept += count;
			this.#address += count;
			this.#left -= count;
		}
	}

	/** Copies up to `room` bytes to `address`, in the order in which they came. Returns how many. */
	take(address: libc.Address, room: number): number {
		const [piece] = this.#pieces;
		if (piece) {
			const count = Math.min(room, piece.end - piece.start);
			libc.memcpy(address, piece.memory.address + piece.start, count);
			piece.start += count;
			this.#kept -= count;
			if (piece.start === piece.end) {
				this.pool.give(piece.memory);
				this.#pieces.shift();
			}

			return count;
		}

		const count = Math.min(room, this.#left);
		if (count > 0) {
			libc.memcpy(address, this.#address, count);
			this.#address += count;
			this.#left -= count;
		}

		return count;
	}

	/** Nobody wants what came. */
	drop(): void {
		this.#left = 0;
		this.#kept = 0;
		for (const {memory} of this.#pieces.splice(0)) {
			this.pool.give(memory);
		}
	}

	#pieceWithRoom(): Piece {
		const last = this.#pieces.at(-1);
		if (last && last.end < last.memory.bytes.length) {
			return last;
		}

		const piece = {memory: this.pool.take(), start: 0, end: 0};
		this.#pieces.push(piece);
		return piece;
	}
}
