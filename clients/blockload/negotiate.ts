// The client's side of NBD's handshake (doc/proto.md, "fixed newstyle"), one message after the other.
import * as libc from '../../linux/libc.js';
import {type Memory, allocate} from '../../linux/memory.js';
import * as nbd from '../../linux/nbd.js';
import {getUint64, isAt, putAt} from '../../linux/nbd-words.js';
import {IoVector} from '../../linux/io-vector.js';
import {READABLE, WRITABLE} from '../../linux/poller.js';
import {check} from '../../linux/system-error.js';
import {DONE, GONE, LATER, type OpenTls} from '../../linux/tls.js';
import type {Wire} from './wire.js';

/** How long a server may take to answer. */
const PATIENCE_MS = 10_000;
const ANSWER_BYTES = 4096;
/** NBD_OPT_GO: the length of a name, no name, and how many kinds of information are asked for. */
const GO_BYTES = 6;

/** What a server offers. */
export type Offer = {
	/** Bytes of its disk. */
	readonly size: number;
	/** It sends structured replies. */
	readonly isStructured: boolean;
};

/**
 * Goes through the handshake up to the transmission phase of the disk without a name; inside TLS, where that is
 * to be had. @throws Error where the server does not speak NBD, refuses, or does not answer.
 */
export function negotiate(
	wire: Wire,
	{isSimple, openTls}: {readonly isSimple: boolean; readonly openTls: OpenTls | undefined},
): Offer {
	const talk = new Talk(wire);
	const greeting = talk.receive(nbd.GREETING_BYTES);
	if (!isAt(greeting, 0, nbd.GREETING) || !isAt(greeting, 8, nbd.OPTION_MAGIC)) {
		throw new Error('the server does not speak NBD: its greeting is another');
	}

	if ((greeting.getUint16(16) & nbd.FIXED_NEWSTYLE) === 0) {
		throw new Error("the server does not speak NBD's fixed newstyle");
	}

	talk.output.setUint32(0, greeting.getUint16(16) & (nbd.FIXED_NEWSTYLE | nbd.NO_ZEROES));
	talk.send(4);
	if (openTls !== undefined) {
		startTls(talk, openTls);
	}

	const isStructured = !isSimple && askStructured(talk);
	return {size: go(talk), isStructured};
}

function askStructured(talk: Talk): boolean {
	talk.ask(nbd.OPTION.structuredReply, 0);
	return talk.answer(nbd.OPTION.structuredReply).type === nbd.OPTION_REPLY.ack;
}

function startTls(talk: Talk, openTls: OpenTls): void {
	talk.ask(nbd.OPTION.startTls, 0);
	const {type} = talk.answer(nbd.OPTION.startTls);
	if (type !== nbd.OPTION_REPLY.ack) {
		throw new Error(
			`the server does not speak TLS (NBD_OPT_STARTTLS is answered with ${type}): start it with --security tls, or load it without`,
		);
	}

	talk.shakeHands(openTls);
}

/** Returns the disk's size. */
function go(talk: Talk): number {
	talk.output.setUint32(nbd.OPTION_BYTES, 0);
	talk.output.setUint16(nbd.OPTION_BYTES + 4, 0);
	talk.ask(nbd.OPTION.go, GO_BYTES);
	let size: number | undefined;
	for (;;) {
		const {type, data} = talk.answer(nbd.OPTION.go);
		if (type === nbd.OPTION_REPLY.info) {
			size = data.getUint16(0) === nbd.INFO.export ? getUint64(data, 2) : size;
		} else if (type === nbd.OPTION_REPLY.ack && size !== undefined) {
			return size;
		} else {
			throw new Error(`the server refuses its disk (NBD_OPT_GO is answered with ${type})`);
		}
	}
}

/** Sends and receives whole messages. */
class Talk {
	readonly output: DataView;
	readonly #wire: Wire;
	readonly #out = allocate(64);
	readonly #parts = new IoVector(1);
	readonly #in = allocate(ANSWER_BYTES);
	readonly #poll = allocate(8);

	constructor(wire: Wire) {
		this.#wire = wire;
		this.output = viewOf(this.#out);
		this.#poll.i32[0] = wire.fd;
	}

	/** @throws Error, TlsError */
	shakeHands(open: OpenTls): void {
		const tls = open(this.#wire.fd);
		for (;;) {
			const result = tls.handshake();
			if (result === DONE) {
				this.#wire.tls = tls;
				return;
			}

			this.#waitOn(result, tls.isSending ? WRITABLE : READABLE);
		}
	}

	/** Sends an option whose `length` bytes of data are in the output already. */
	ask(option: number, length: number): void {
		putAt(this.output, 0, nbd.OPTION_MAGIC);
		this.output.setUint32(8, option);
		this.output.setUint32(12, length);
		this.send(nbd.OPTION_BYTES + length);
	}

	answer(option: number): {type: number; data: DataView} {
		const header = this.receive(nbd.OPTION_REPLY_BYTES);
		const type = header.getUint32(12);
		const length = header.getUint32(16);
		if (
			!isAt(header, 0, nbd.OPTION_REPLY_MAGIC) ||
			header.getUint32(8) !== option ||
			length > ANSWER_BYTES
		) {
			throw new Error('what the server answers to an option is no answer to it');
		}

		return {type, data: this.receive(length)};
	}

	send(length: number): void {
		this.#parts.push(this.#out.address, length);
		while (this.#parts.count > 0) {
			this.#waitOn(this.#wire.send(this.#parts), WRITABLE);
		}
	}

	receive(length: number): DataView {
		const {address} = this.#in;
		for (let at = 0; at < length;) {
			const count = this.#wire.receive(address + at, length - at);
			this.#waitOn(count, READABLE);
			at += Math.max(0, count);
		}

		return viewOf(this.#in);
	}

	/** Waits where a call is to be made later. @throws Error where the connection is gone, or nothing happens. */
	#waitOn(result: number, want: number): void {
		if (result === GONE) {
			throw new Error('the server closed the connection in the handshake');
		}

		if (result === LATER) {
			this.#poll.i32[1] = want;
			if (check(libc.poll(this.#poll.address, 1, PATIENCE_MS), 'poll') === 0) {
				throw new Error(`the server did not answer the handshake for ${PATIENCE_MS / 1000} s`);
			}
		}
	}
}

function viewOf({bytes}: Memory): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
