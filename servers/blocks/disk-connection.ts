// One connection to the disk.
import {type Memory, allocate} from '../../linux/memory.js';
import type {TlsSession} from '../../linux/tls.js';
import {Message} from '../message.js';
import {SendCounts} from '../reply-policies.js';

/** Bytes that are read ahead of a request: many of them, or the longest option of a handshake. */
const INPUT_BYTES = 4096;
/** The longest reply to an option; in the transmission phase, the header of a reply. */
const OUTPUT_BYTES = 256;
/** The header of a chunk, the offset of its data, the data. */
const PARTS = 3;

/** What comes next from the peer. */
type Phase =
	typeof CLIENT_FLAGS | typeof OPTIONS | typeof REQUESTS | typeof PAYLOAD | typeof TLS_HANDSHAKE;
export const CLIENT_FLAGS = 0;
export const OPTIONS = 1;
export const REQUESTS = 2;
/** What a write is to write. */
export const PAYLOAD = 3;
/** Between two options. */
export const TLS_HANDSHAKE = 4;

/** What a reply answers, which decides where its calls are counted. */
type ReplyKind = 'reads' | 'writes' | 'others';

/** The peer did what ends its connection, and no other: the message says what. */
export class PeerFault extends Error {
	override readonly name = 'PeerFault';
}

/** A connection: it has at most one reply on its way, and asks for no more input meanwhile. */
export class DiskConnection {
	phase: Phase = CLIENT_FLAGS;
	/** The peer takes structured replies, without which a reply has a header of one part. */
	isStructured = false;
	isWithoutZeroes = false;
	/** No option but that which begins TLS is answered. */
	needsTls = false;
	/** From the beginning of its handshake. */
	tls: TlsSession | undefined;
	/** It is to be closed once its message is sent. */
	isEnding = false;
	isClosed = false;
	armed = 0;
	/** When it last did something that it was waited for, in milliseconds of performance.now(). */
	progressAt = performance.now();

	/** Bytes [inputStart, inputEnd) of `input` have come and are to be taken. */
	readonly input: Memory = allocate(INPUT_BYTES);
	readonly inputView = viewOf(this.input);
	inputStart = 0;
	inputEnd = 0;

	readonly output: Memory = allocate(OUTPUT_BYTES);
	readonly outputView = viewOf(this.output);
	readonly message = new Message(PARTS);
	/** The calls for it so far: they count once it is sent whole, so that they are always those of whole replies. */
	readonly calls = new SendCounts();
	/** What the message answers, and how many bytes of the disk it tells of. */
	replyKind: ReplyKind = 'others';
	replyBytes = 0;

	/** Of the write whose payload comes: where the rest of it goes on the disk, and how long that is. */
	payloadAt = 0;
	payloadLeft = 0;
	cookieHigh = 0;
	cookieLow = 0;

	constructor(
		readonly fd: number,
		readonly token: number,
	) {}

	get inputLength(): number {
		return this.inputEnd - this.inputStart;
	}

	/** Whether the peer owes something: an idle one between two requests does not. */
	get isAwaited(): boolean {
		return this.message.isPending || this.phase !== REQUESTS || this.inputLength > 0;
	}

	/** Has `length` bytes of the output sent, as the only part. */
	answer(length: number): void {
		this.replyKind = 'others';
		this.replyBytes = 0;
		this.message.parts.push(this.output.address, length);
	}
}

function viewOf({bytes}: Memory): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
