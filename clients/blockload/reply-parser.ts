// Reads a stream of replies, simple and structured, and holds what was read against what was written.
import type {Address} from '../../linux/libc.js';
import {type Memory, allocate} from '../../linux/memory.js';
import * as nbd from '../../linux/nbd.js';
import {getUint64} from '../../linux/nbd-words.js';
import type {Pattern} from './pattern.js';
import {type Fate, REFUSED, type Requests, WRONG} from './requests.js';

/** The longest header: that of a chunk, with the offset of its data. */
const LONGEST = nbd.CHUNK_BYTES + nbd.CHUNK_OFFSET_BYTES;

/** Told of each reply that has come to its end. */
export type ReplyListener = {
	replied(fate: Fate, isWrite: boolean, length: number): void;
};

/** Where the stream of one connection is. */
export class ReplyParser {
	readonly #requests: Requests;
	readonly #pattern: Pattern;
	readonly #listener: ReplyListener;
	readonly #head = allocate(LONGEST);
	readonly #view: DataView;
	#headLength = 0;
	/** Of the data that comes: how much is left, and where on the disk its next byte is; -1: it is of no interest. */
	#dataLeft = 0;
	#dataOffset = -1;
	#cookie = 0;
	#isLast = false;

	constructor(requests: Requests, pattern: Pattern, listener: ReplyListener) {
		this.#requests = requests;
		this.#pattern = pattern;
		this.#listener = listener;
		const {bytes} = this.#head;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	}

	/** Takes the first `length` bytes of `memory`. Returns whether all that came are replies. */
	take({address, bytes}: Memory, length: number): boolean {
		for (let at = 0; at < length;) {
			if (this.#dataLeft > 0) {
				at += this.#takeData(address + at, Math.min(this.#dataLeft, length - at));
				continue;
			}

			this.#head.bytes[this.#headLength++] = bytes[at++] as number;
			if (this.#headLength === this.#headWanted() && !this.#takeHead()) {
				return false;
			}
		}

		return true;
	}

	/** How long the header is, as far as is known. */
	#headWanted(): number {
		if (this.#headLength < nbd.SIMPLE_REPLY_BYTES || this.#view.getUint32(0) !== nbd.CHUNK_MAGIC) {
			return nbd.SIMPLE_REPLY_BYTES;
		}

		return this.#view.getUint16(6) === nbd.CHUNK.data ? LONGEST : nbd.CHUNK_BYTES;
	}

	#takeHead(): boolean {
		const isChunk = this.#view.getUint32(0) === nbd.CHUNK_MAGIC;
		this.#headLength = 0;
		this.#cookie = getUint64(this.#view, 8);
		if (!this.#requests.has(this.#cookie)) {
			return false;
		}

		return isChunk ? this.#takeChunk() : this.#takeSimple();
	}

	#takeSimple(): boolean {
		const view = this.#view;
		if (view.getUint32(0) !== nbd.SIMPLE_REPLY_MAGIC) {
			return false;
		}

		const isRefused = view.getUint32(4) !== 0;
		if (isRefused) {
			this.#requests.noteFate(this.#cookie, REFUSED);
		}

		this.#isLast = true;
		const hasData = !isRefused && !this.#requests.isWrite(this.#cookie);
		this.#dataOffset = this.#requests.offsetOf(this.#cookie);
		this.#dataLeft = hasData ? this.#requests.lengthOf(this.#cookie) : 0;
		this.#endPart();
		return true;
	}

	#takeChunk(): boolean {
		const view = this.#view;
		const type = view.getUint16(6);
		const length = view.getUint32(16);
		this.#isLast = (view.getUint16(4) & nbd.CHUNK_DONE) !== 0;
		if (type === nbd.CHUNK.data) {
			this.#dataOffset = getUint64(view, nbd.CHUNK_BYTES);
			this.#dataLeft = length - nbd.CHUNK_OFFSET_BYTES;
			return this.#isWithin();
		}

		if (type !== nbd.CHUNK.none) {
			// An error, whose text is for people; any other kind is no data.
			this.#requests.noteFate(this.#cookie, type >= nbd.CHUNK_ERROR ? REFUSED : WRONG);
		}

		this.#dataOffset = -1;
		this.#dataLeft = length;
		this.#endPart();
		return true;
	}

	/** Whether the data of a chunk is of what was asked for. */
	#isWithin(): boolean {
		const requests = this.#requests;
		const from = this.#dataOffset - requests.offsetOf(this.#cookie);
		return (
			!requests.isWrite(this.#cookie) &&
			this.#dataLeft > 0 &&
			from >= 0 &&
			from + this.#dataLeft <= requests.lengthOf(this.#cookie)
		);
	}

	#takeData(address: Address, count: number): number {
		this.#dataLeft -= count;
		if (this.#dataOffset >= 0) {
			if (!this.#pattern.isAt(this.#dataOffset, address, count)) {
				this.#requests.noteFate(this.#cookie, WRONG);
			}

			this.#dataOffset += count;
			this.#requests.noteReceived(this.#cookie, count);
		}

		this.#endPart();
		return count;
	}

	/** Where that was the last of a reply, tells of it. */
	#endPart(): void {
		if (this.#dataLeft > 0 || !this.#isLast) {
			return;
		}

		const requests = this.#requests;
		const cookie = this.#cookie;
		this.#listener.replied(
			requests.fateOf(cookie),
			requests.isWrite(cookie),
			requests.lengthOf(cookie),
		);
		requests.end(cookie);
		this.#isLast = false;
	}
}
