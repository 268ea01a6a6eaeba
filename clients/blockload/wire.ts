// A connection to the disk as bytes: as they are, or inside TLS.
import {mayPass} from '../../linux/errno-class.js';
import type {IoVector} from '../../linux/io-vector.js';
import * as libc from '../../linux/libc.js';
import {GONE, LATER, type TlsSession} from '../../linux/tls.js';

/** A non-blocking socket. */
export class Wire {
	/** From the end of its handshake. */
	tls: TlsSession | undefined;

	constructor(readonly fd: number) {}

	/** Bytes, GONE or LATER. @throws TlsError */
	receive(address: libc.Address, length: number): number {
		return this.tls?.receive(address, length) ?? resultOf(libc.recv(this.fd, address, length, 0));
	}

	/** Sends some of the parts, and takes that off them: bytes, GONE or LATER. @throws TlsError */
	send(parts: IoVector): number {
		const sent =
			this.tls?.send(parts.partAddress, parts.partLength) ??
			resultOf(libc.writev(this.fd, parts.address, parts.count));
		if (sent > 0) {
			parts.advance(sent);
		}

		return sent;
	}
}

function resultOf(count: number): number {
	return count >= 0 ? count : mayPass(libc.errno()) ? LATER : GONE;
}
