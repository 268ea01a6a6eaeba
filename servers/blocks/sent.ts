// What connections have sent by the counts of others, those that are closed among them.
import {dataSegmentsSent} from '../../linux/tcp-info.js';
import type {Channel} from './channel.js';
import type {DiskConnection} from './disk-connection.js';

/** Segments by the kernel's count, TLS records by GnuTLS's. */
export class Sent {
	readonly #channel: Channel;
	#segments = 0;
	#records = 0;

	constructor(channel: Channel) {
		this.#channel = channel;
	}

	/** To be told before a connection is closed. */
	ends(connection: DiskConnection): void {
		this.#segments += dataSegmentsSent(connection.fd);
		this.#records += this.#channel.records(connection);
	}

	/** Segments with data; 0 over Unix sockets. `open` are the connections that stand. */
	segments(open: readonly DiskConnection[]): number {
		return open.reduce((sum, {fd}) => sum + dataSegmentsSent(fd), this.#segments);
	}

	/** TLS records since the handshakes; 0 without TLS. */
	records(open: readonly DiskConnection[]): number {
		return open.reduce((sum, each) => sum + this.#channel.records(each), this.#records);
	}
}
