// One connection to the disk: its requests on their way out, its replies on their way in.
import {mayPass} from '../../linux/errno-class.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {READABLE, WRITABLE} from '../../linux/poller.js';
import type {Pattern} from './pattern.js';
import {ReplyParser, type ReplyListener} from './reply-parser.js';
import {Requests} from './requests.js';

/** A connection whose handshake is done. */
export class Link {
	readonly requests: Requests;
	/** What its watch asks for. */
	armed = READABLE;
	readonly #parser: ReplyParser;

	constructor(
		readonly fd: number,
		{inFlight, pattern, listener}: {inFlight: number; pattern: Pattern; listener: ReplyListener},
	) {
		this.requests = new Requests(inFlight);
		this.#parser = new ReplyParser(this.requests, pattern, listener);
	}

	/** What there is to wait for. */
	get want(): number {
		return this.requests.parts.count > 0 ? READABLE | WRITABLE : READABLE;
	}

	/** Reads once, through `buffer`. Returns whether the connection still stands. */
	receive(buffer: Memory): boolean {
		const count = libc.recv(this.fd, buffer.address, buffer.bytes.length, 0);
		return count > 0 ? this.#parser.take(buffer, count) : count === -1 && mayPass(libc.errno());
	}

	/** Sends what there is, together, until the socket is full. Returns whether the connection still stands. */
	send(): boolean {
		const {parts} = this.requests;
		while (parts.count > 0) {
			const sent = libc.writev(this.fd, parts.address, parts.count);
			if (sent === -1) {
				return mayPass(libc.errno());
			}

			parts.advance(sent);
		}

		return true;
	}
}
