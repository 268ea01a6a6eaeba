// The client's side of NBD's handshake (doc/proto.md, "fixed newstyle"), on a blocking socket.
import * as libc from '../../linux/libc.js';
import {type Memory, allocate} from '../../linux/memory.js';
import * as nbd from '../../linux/nbd.js';
import {getUint64, isAt, putAt} from '../../linux/nbd-words.js';
import {READABLE} from '../../linux/poller.js';
import {MSG_NOSIGNAL} from '../../linux/socket.js';
import {check} from '../../linux/system-error.js';

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
 * Goes through the handshake up to the transmission phase of the disk without a name.
 * @throws Error where the server does not speak NBD, refuses, or does not answer.
 */
export function negotiate(fd: number, {isSimple}: {isSimple: boolean}): Offer {
	const talk = new Talk(fd);
	const greeting = talk.receive(nbd.GREETING_BYTES);
	if (!isAt(greeting, 0, nbd.GREETING) || !isAt(greeting, 8, nbd.OPTION_MAGIC)) {
		throw new Error('the server does not speak NBD: its greeting is another');
	}

	if ((greeting.getUint16(16) & nbd.FIXED_NEWSTYLE) === 0) {
		throw new Error("the server does not speak NBD's fixed newstyle");
	}

	talk.output.setUint32(0, greeting.getUint16(16) & (nbd.FIXED_NEWSTYLE | nbd.NO_ZEROES));
	talk.send(4);
	const isStructured = !isSimple && askStructured(talk);
	return {size: go(talk), isStructured};
}

function askStructured(talk: Talk): boolean {
	talk.ask(nbd.OPTION.structuredReply, 0);
	return talk.answer(nbd.OPTION.structuredReply).type === nbd.OPTION_REPLY.ack;
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
	readonly #fd: number;
	readonly #out = allocate(64);
	readonly #in = allocate(ANSWER_BYTES);
	readonly #poll = allocate(8);

	constructor(fd: number) {
		this.#fd = fd;
		this.output = viewOf(this.#out);
		this.#poll.i32[0] = fd;
		this.#poll.i32[1] = READABLE;
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
		const {address} = this.#out;
		for (let at = 0; at < length;) {
			at += check(libc.send(this.#fd, address + at, length - at, MSG_NOSIGNAL), 'send');
		}
	}

	receive(length: number): DataView {
		const {address} = this.#in;
		for (let at = 0; at < length;) {
			if (check(libc.poll(this.#poll.address, 1, PATIENCE_MS), 'poll') === 0) {
				throw new Error(`the server did not answer the handshake for ${PATIENCE_MS / 1000} s`);
			}

			const count = check(libc.recv(this.#fd, address + at, length - at, 0), 'recv');
			if (count === 0) {
				throw new Error('the server closed the connection in the handshake');
			}

			at += count;
		}

		return viewOf(this.#in);
	}
}

function viewOf({bytes}: Memory): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
