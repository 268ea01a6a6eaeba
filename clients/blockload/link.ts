// One connection to the disk: its requests on their way out, its replies on their way in.
import type {Memory} from '../../linux/memory.js';
import {READABLE, WRITABLE} from '../../linux/poller.js';
import {GONE, RECORD_BYTES} from '../../linux/tls.js';
import type {Pattern} from './pattern.js';
import {ReplyParser, type ReplyListener} from './reply-parser.js';
import {Requests} from './requests.js';
import type {Wire} from './wire.js';

/** A connection whose handshake is done. */
export class Link {
	readonly requests: Requests;
	/** What its watch asks for. */
	armed = READABLE;
	readonly #parser: ReplyParser;

	constructor(
		readonly wire: Wire,
		{inFlight, pattern, listener}: {inFlight: number; pattern: Pattern; listener: ReplyListener},
	) {
		this.requests = new Requests(inFlight);
		this.#parser = new ReplyParser(this.requests, pattern, listener);
	}

	/** What there is to wait for. */
	get want(): number {
		return this.requests.parts.count > 0 ? READABLE | WRITABLE : READABLE;
	}

	/**
	 * Reads through `buffer`: once, or inside TLS as many records as it would hold, each of them whole: no poller
	 * tells of the rest of one. Returns whether the connection still stands. @throws TlsError
	 */
	receive(buffer: Memory): boolean {
		const {length} = buffer.bytes;
		let left = this.wire.tls === undefined ? 1 : length / RECORD_BYTES;
		for (; left > 0; left--) {
			const count = this.wire.receive(buffer.address, length);
			if (count <= 0) {
				return count !== GONE;
			}

			if (!this.#parser.take(buffer, count)) {
				return false;
			}
		}

		return true;
	}

	/**
	 * Sends what there is, until the socket is full: together, or inside TLS a part after the other, as libnbd does.
	 * Returns whether the connection still stands. @throws TlsError
	 */
	send(): boolean {
		const {parts} = this.requests;
		while (parts.count > 0) {
			const sent = this.wire.send(parts);
			if (sent <= 0) {
				return sent !== GONE;
			}
		}

		return true;
	}
}
