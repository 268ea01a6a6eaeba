// Recognises a reply whose header is byte for byte that of the reply before it, as most are: then
// comparing words replaces parsing. Measured: ~25 ns instead of ~200 ns for an 85-byte header.
import type {Memory} from '../../linux/memory.js';
import type {Reply} from './reply.js';

/** Longer headers are parsed. */
const MAX_HEADER = 1024;

/** The last reply that came whole in one piece, with the length of its content in its header. */
export class KnownReply {
	#total = -1;
	#status = 0;
	#closes = false;
	#headerBytes = 0;
	#contentBytes = 0;
	readonly #header = new Int32Array(MAX_HEADER / 4);
	readonly #headerTail = new Uint8Array(3);

	/** Remembers `reply`, of which `count` bytes came at `start` in `memory`, a multiple of 4. */
	learn(reply: Reply, memory: Memory, start: number, count: number): void {
		if (
			reply.headerBytes > MAX_HEADER ||
			reply.interim > 0 ||
			reply.chunked ||
			reply.headerBytes + reply.contentBytes !== count
		) {
			return;
		}

		this.#total = count;
		this.#status = reply.status;
		this.#closes = reply.closes;
		this.#headerBytes = reply.headerBytes;
		this.#contentBytes = reply.contentBytes;
		const from = start >> 2;
		const end = start + this.#headerBytes;
		this.#header.set(memory.i32.subarray(from, from + (this.#headerBytes >> 2)));
		this.#headerTail.set(memory.bytes.subarray(start + (this.#headerBytes & ~3), end));
	}

	/** Whether the `count` bytes at `start` in `memory` are such a reply; `reply` is then filled. */
	recognise(reply: Reply, memory: Memory, start: number, count: number): boolean {
		if (count !== this.#total) {
			return false;
		}

		const {i32, bytes} = memory;
		const words = this.#headerBytes >> 2;
		const from = start >> 2;
		for (let index = 0; index < words; index++) {
			if (i32[from + index] !== this.#header[index]) {
				return false;
			}
		}

		const end = start + this.#headerBytes;
		for (let index = start + (words << 2), at = 0; index < end; index++, at++) {
			if (bytes[index] !== this.#headerTail[at]) {
				return false;
			}
		}

		reply.status = this.#status;
		reply.closes = this.#closes;
		reply.headerBytes = this.#headerBytes;
		reply.contentBytes = this.#contentBytes;
		return true;
	}
}
