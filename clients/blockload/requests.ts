// The requests of one connection that are on their way: a slot each, whose number is their cookie.
import {IoVector} from '../../linux/io-vector.js';
import type {Address} from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import * as nbd from '../../linux/nbd.js';
import {setUint64} from '../../linux/nbd-words.js';

/** A write has a header and what is to be written. */
const PARTS = 2;

/** What has become of a request so far. */
export type Fate = typeof RIGHT | typeof WRONG | typeof REFUSED;
const RIGHT = 0;
/** Its data is not what was written there, or is not all of it. */
export const WRONG = 1;
export const REFUSED = 2;

/** Slots for `capacity` requests at a time; nothing is allocated for one. */
export class Requests {
	/** What is still to be sent. */
	readonly parts: IoVector;
	readonly #headers;
	readonly #view: DataView;
	readonly #free: Int32Array;
	#freeCount: number;
	readonly #isWrite: Uint8Array;
	readonly #offsets: Float64Array;
	readonly #lengths: Uint32Array;
	/** Bytes of a read that have come. */
	readonly #received: Uint32Array;
	readonly #fates: Uint8Array;

	constructor(capacity: number) {
		this.parts = new IoVector(PARTS * capacity);
		this.#headers = allocate(capacity * nbd.REQUEST_BYTES);
		const {bytes} = this.#headers;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		this.#free = Int32Array.from({length: capacity}, (_, slot) => slot);
		this.#freeCount = capacity;
		this.#isWrite = new Uint8Array(capacity);
		this.#offsets = new Float64Array(capacity);
		this.#lengths = new Uint32Array(capacity);
		this.#received = new Uint32Array(capacity);
		this.#fates = new Uint8Array(capacity);
	}

	/** Whether one more may be sent. */
	get hasRoom(): boolean {
		return this.#freeCount > 0;
	}

	/** How many are on their way. */
	get count(): number {
		return this.#free.length - this.#freeCount;
	}

	/** Has a read sent. */
	read(offset: number, length: number): void {
		this.#begin(nbd.COMMAND.read, offset, length);
	}

	/** Has a write of the `length` bytes at `address` sent. */
	write(offset: number, length: number, address: Address): void {
		this.#begin(nbd.COMMAND.write, offset, length);
		this.parts.push(address, length);
	}

	/** Has the server told that nothing more comes. It does not answer. */
	disconnect(): void {
		this.#begin(nbd.COMMAND.disconnect, 0, 0);
	}

	/** Whether a cookie is of one that is on its way. */
	has(cookie: number): boolean {
		return (this.#lengths[cookie] ?? 0) > 0;
	}

	isWrite(cookie: number): boolean {
		return this.#isWrite[cookie] === 1;
	}

	offsetOf(cookie: number): number {
		return this.#offsets[cookie] as number;
	}

	lengthOf(cookie: number): number {
		return this.#lengths[cookie] as number;
	}

	/** So many more bytes of a read have come. */
	noteReceived(cookie: number, count: number): void {
		this.#received[cookie] = (this.#received[cookie] as number) + count;
	}

	/** It is not as it should be: the worst counts. */
	noteFate(cookie: number, fate: Fate): void {
		this.#fates[cookie] = Math.max(this.#fates[cookie] as number, fate);
	}

	/** What has become of it, once its reply has come to its end. */
	fateOf(cookie: number): Fate {
		const fate = this.#fates[cookie] as Fate;
		const isWhole = this.isWrite(cookie) || this.#received[cookie] === this.#lengths[cookie];
		return fate === RIGHT && !isWhole ? WRONG : fate;
	}

	/** It has its reply: its slot is free. */
	end(cookie: number): void {
		this.#lengths[cookie] = 0;
		this.#free[this.#freeCount++] = cookie;
	}

	#begin(command: number, offset: number, length: number): void {
		const slot = this.#free[--this.#freeCount] as number;
		const at = slot * nbd.REQUEST_BYTES;
		const view = this.#view;
		view.setUint32(at, nbd.REQUEST_MAGIC);
		view.setUint16(at + 4, 0);
		view.setUint16(at + 6, command);
		setUint64(view, at + 8, slot);
		setUint64(view, at + 16, offset);
		view.setUint32(at + 24, length);
		this.#isWrite[slot] = command === nbd.COMMAND.write ? 1 : 0;
		this.#offsets[slot] = offset;
		this.#lengths[slot] = length;
		this.#received[slot] = 0;
		this.#fates[slot] = RIGHT;
		this.parts.push(this.#headers.address + at, nbd.REQUEST_BYTES);
	}
}
