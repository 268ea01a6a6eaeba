// The handshake phase ("fixed newstyle" in NBD's doc/proto.md): what is offered, and what the peer takes.
import * as nbd from '../../linux/nbd.js';
import {isAt, putAt, setUint64} from '../../linux/nbd-words.js';
import {
	type DiskConnection,
	OPTIONS,
	PeerFault,
	REQUESTS,
	TLS_HANDSHAKE,
} from './disk-connection.js';

const FLAGS = nbd.HAS_FLAGS | nbd.SEND_FLUSH | nbd.CAN_MULTI_CONN;
const CLIENT_FLAGS_BYTES = 4;
/** What NBD_OPT_EXPORT_NAME is answered with, and the zeroes behind it that a peer may renounce. */
const EXPORT_BYTES = 10;
const ZEROES = 124;
/** Of NBD_INFO_EXPORT and NBD_INFO_BLOCK_SIZE. */
const INFO_EXPORT_BYTES = 12;
const INFO_BLOCK_SIZE_BYTES = 14;
/** Of a block: any number of bytes may be asked for, pages are best. */
const PREFERRED_BYTES = 4096;

/** The server speaks first. */
export function greet(connection: DiskConnection): void {
	const {outputView: out} = connection;
	putAt(out, 0, nbd.GREETING);
	putAt(out, 8, nbd.OPTION_MAGIC);
	out.setUint16(16, nbd.FIXED_NEWSTYLE | nbd.NO_ZEROES);
	connection.answer(nbd.GREETING_BYTES);
}

/** Takes the peer's flags. Returns whether they had come. @throws PeerFault */
export function takeClientFlags(connection: DiskConnection): boolean {
	if (connection.inputLength < CLIENT_FLAGS_BYTES) {
		return false;
	}

	const flags = connection.inputView.getUint32(connection.inputStart);
	connection.inputStart += CLIENT_FLAGS_BYTES;
	if ((flags & nbd.FIXED_NEWSTYLE) === 0 || flags > (nbd.FIXED_NEWSTYLE | nbd.NO_ZEROES)) {
		throw new PeerFault(`its handshake flags are ${flags}: it does not speak NBD's fixed newstyle`);
	}

	connection.isWithoutZeroes = (flags & nbd.NO_ZEROES) !== 0;
	connection.phase = OPTIONS;
	return true;
}

/** Takes one option, and answers it. Returns whether it had come whole. @throws PeerFault */
export function takeOption(connection: DiskConnection, diskBytes: number): boolean {
	const {inputView: view, inputStart: at, inputLength} = connection;
	if (inputLength < nbd.OPTION_BYTES) {
		return false;
	}

	if (!isAt(view, at, nbd.OPTION_MAGIC)) {
		throw new PeerFault('what it sent is no option of a handshake');
	}

	const length = view.getUint32(at + 12);
	if (nbd.OPTION_BYTES + length > connection.input.bytes.length) {
		throw new PeerFault(`an option of its handshake has ${length} bytes`);
	}

	if (inputLength < nbd.OPTION_BYTES + length) {
		return false;
	}

	connection.inputStart += nbd.OPTION_BYTES + length;
	const option = view.getUint32(at + 8);
	if (connection.needsTls && option !== nbd.OPTION.abort) {
		answerWithoutTls(connection, option, length);
	} else {
		answerOption(connection, option, at + nbd.OPTION_BYTES, length, diskBytes);
	}

	return true;
}

/** What was said before TLS was said to anybody: it must not count as said within it. @throws PeerFault */
function answerWithoutTls(connection: DiskConnection, option: number, length: number): void {
	const {outputView: out} = connection;
	if (option === nbd.OPTION.exportName) {
		// It has no answer but the disk.
		throw new PeerFault('it asked for the disk without TLS');
	}

	if (option !== nbd.OPTION.startTls) {
		connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.tlsRequired));
	} else if (length > 0) {
		connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.invalid));
	} else if (connection.inputLength > 0) {
		throw new PeerFault('it did not wait for the answer to NBD_OPT_STARTTLS');
	} else {
		connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.ack));
		connection.phase = TLS_HANDSHAKE;
	}
}

/** Any name is that of the one disk there is. */
function answerOption(
	connection: DiskConnection,
	option: number,
	dataAt: number,
	length: number,
	diskBytes: number,
): void {
	const {outputView: out, inputView: view} = connection;
	switch (option) {
		case nbd.OPTION.exportName: {
			setUint64(out, 0, diskBytes);
			out.setUint16(8, FLAGS);
			connection.output.bytes.fill(0, EXPORT_BYTES, EXPORT_BYTES + ZEROES);
			connection.phase = REQUESTS;
			connection.answer(connection.isWithoutZeroes ? EXPORT_BYTES : EXPORT_BYTES + ZEROES);
			break;
		}

		case nbd.OPTION.abort: {
			connection.isEnding = true;
			connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.ack));
			break;
		}

		case nbd.OPTION.list: {
			// One disk, whose name has no letters.
			const end = putReply(out, 0, option, nbd.OPTION_REPLY.server, 4);
			out.setUint32(end - 4, 0);
			connection.answer(putReply(out, end, option, nbd.OPTION_REPLY.ack));
			break;
		}

		case nbd.OPTION.structuredReply: {
			connection.isStructured = length === 0;
			const reply = length === 0 ? nbd.OPTION_REPLY.ack : nbd.OPTION_REPLY.invalid;
			connection.answer(putReply(out, 0, option, reply));
			break;
		}

		case nbd.OPTION.info:
		case nbd.OPTION.go: {
			// A name, and the kinds of what is asked for: all there is is told whatever they are.
			if (length < 6 || view.getUint32(dataAt) > length - 6) {
				connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.invalid));
				break;
			}

			connection.answer(putInfo(out, option, diskBytes));
			connection.phase = option === nbd.OPTION.go ? REQUESTS : OPTIONS;
			break;
		}

		default:
			connection.answer(putReply(out, 0, option, nbd.OPTION_REPLY.unsupported));
	}
}

/** Returns where it ends. */
function putInfo(out: DataView, option: number, diskBytes: number): number {
	let end = putReply(out, 0, option, nbd.OPTION_REPLY.info, INFO_EXPORT_BYTES);
	let at = end - INFO_EXPORT_BYTES;
	out.setUint16(at, nbd.INFO.export);
	setUint64(out, at + 2, diskBytes);
	out.setUint16(at + 10, FLAGS);
	end = putReply(out, end, option, nbd.OPTION_REPLY.info, INFO_BLOCK_SIZE_BYTES);
	at = end - INFO_BLOCK_SIZE_BYTES;
	out.setUint16(at, nbd.INFO.blockSize);
	out.setUint32(at + 2, 1);
	out.setUint32(at + 6, PREFERRED_BYTES);
	out.setUint32(at + 10, nbd.MOST_BYTES);
	return putReply(out, end, option, nbd.OPTION_REPLY.ack);
}

/** Writes the header of a reply to an option with room for `length` bytes; returns where that ends. */
function putReply(out: DataView, at: number, option: number, type: number, length = 0): number {
	putAt(out, at, nbd.OPTION_REPLY_MAGIC);
	out.setUint32(at + 8, option);
	out.setUint32(at + 12, type);
	out.setUint32(at + 16, length);
	return at + nbd.OPTION_REPLY_BYTES + length;
}
