// The transmission phase (NBD's doc/proto.md): requests, and the parts of their replies.
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import * as nbd from '../../linux/nbd.js';
import {getUint64, setUint64} from '../../linux/nbd-words.js';
import {type DiskConnection, PAYLOAD, PeerFault, REQUESTS} from './disk-connection.js';

/**
 * Takes one request; answers it, unless it is a write whose payload is still to come. Returns whether it
 * had come whole. @throws PeerFault
 */
export function takeRequest(connection: DiskConnection, disk: Memory): boolean {
	if (connection.inputLength < nbd.REQUEST_BYTES) {
		return false;
	}

	const {inputView: view, inputStart: at} = connection;
	if (view.getUint32(at) !== nbd.REQUEST_MAGIC) {
		throw new PeerFault('what it sent is no request');
	}

	const command = view.getUint16(at + 6);
	connection.cookieHigh = view.getUint32(at + 8);
	connection.cookieLow = view.getUint32(at + 12);
	const offset = getUint64(view, at + 16);
	const length = view.getUint32(at + 24);
	connection.inputStart += nbd.REQUEST_BYTES;
	switch (command) {
		case nbd.COMMAND.read:
			checkRange(offset, length, disk);
			answerRead(connection, disk, offset, length);
			break;
		case nbd.COMMAND.write:
			checkRange(offset, length, disk);
			connection.payloadAt = offset;
			connection.payloadLeft = length;
			connection.replyBytes = length;
			connection.phase = PAYLOAD;
			break;
		case nbd.COMMAND.flush:
			// All that was written is in memory already.
			connection.answer(putSimpleReply(connection));
			break;
		case nbd.COMMAND.disconnect:
			connection.isEnding = true;
			break;
		default:
			throw new PeerFault(`it asked for command ${command}, which was not offered`);
	}

	return true;
}

/** Takes what has come of a write's payload; answers the write once all has. Returns whether it had. */
export function takePayload(connection: DiskConnection, disk: Memory): boolean {
	const count = Math.min(connection.inputLength, connection.payloadLeft);
	if (count > 0) {
		const {input, inputStart} = connection;
		libc.memcpy(disk.address + connection.payloadAt, input.address + inputStart, count);
		connection.inputStart += count;
		connection.payloadAt += count;
		connection.payloadLeft -= count;
	}

	if (connection.payloadLeft > 0) {
		return false;
	}

	connection.phase = REQUESTS;
	connection.replyKind = 'writes';
	connection.message.parts.push(connection.output.address, putSimpleReply(connection));
	return true;
}

/** A client knows the disk's size: one that asks beyond it is told no more. @throws PeerFault */
function checkRange(offset: number, length: number, disk: Memory): void {
	if (length === 0 || length > nbd.MOST_BYTES) {
		throw new PeerFault(`it asked for ${length} bytes at once; 1 to ${nbd.MOST_BYTES} are allowed`);
	}

	if (offset + length > disk.bytes.length) {
		throw new PeerFault(
			`it asked for ${length} bytes at ${offset} of a disk of ${disk.bytes.length} bytes`,
		);
	}
}

/** The data is sent from where it lies. */
function answerRead(
	connection: DiskConnection,
	disk: Memory,
	offset: number,
	length: number,
): void {
	const {output, outputView: out, message} = connection;
	const {parts} = message;
	connection.replyKind = 'reads';
	connection.replyBytes = length;
	if (connection.isStructured) {
		out.setUint32(0, nbd.CHUNK_MAGIC);
		out.setUint16(4, nbd.CHUNK_DONE);
		out.setUint16(6, nbd.CHUNK.data);
		putCookie(connection, 8);
		out.setUint32(16, nbd.CHUNK_OFFSET_BYTES + length);
		setUint64(out, nbd.CHUNK_BYTES, offset);
		parts.push(output.address, nbd.CHUNK_BYTES);
		parts.push(output.address + nbd.CHUNK_BYTES, nbd.CHUNK_OFFSET_BYTES);
	} else {
		parts.push(output.address, putSimpleReply(connection));
	}

	parts.push(disk.address + offset, length);
}

/** Of success. Returns its length. */
function putSimpleReply(connection: DiskConnection): number {
	connection.outputView.setUint32(0, nbd.SIMPLE_REPLY_MAGIC);
	connection.outputView.setUint32(4, 0);
	putCookie(connection, 8);
	return nbd.SIMPLE_REPLY_BYTES;
}

function putCookie({outputView, cookieHigh, cookieLow}: DiskConnection, at: number): void {
	outputView.setUint32(at, cookieHigh);
	outputView.setUint32(at + 4, cookieLow);
}
