// A raw client socket that never blocks, so that a test can share its thread with the server.
import {EAGAIN, EINPROGRESS} from '../../../linux/errno.js';
import * as libc from '../../../linux/libc.js';
import {allocate} from '../../../linux/memory.js';
import {
	SO_RCVBUF,
	SO_SNDBUF,
	connectTo,
	openSocket,
	resetSocket,
	setOption,
	shutdownSend,
} from '../../../linux/socket.js';
import {SystemError} from '../../../linux/system-error.js';

const memory = allocate(65_536);

/** A connection to 127.0.0.1. */
export class TestClient {
	readonly fd: number;
	/** Set once the server has closed, or reset. */
	ended: 'closed' | 'reset' | undefined;
	readonly #chunks: Buffer[] = [];

	/** The buffers are SO_RCVBUF and SO_SNDBUF, in bytes. */
	constructor(
		port: number,
		{receiveBuffer, sendBuffer}: {receiveBuffer?: number; sendBuffer?: number} = {},
	) {
		this.fd = openSocket();
		if (sendBuffer !== undefined) {
			setOption(this.fd, SO_SNDBUF, sendBuffer);
		}

		if (receiveBuffer !== undefined) {
			setOption(this.fd, SO_RCVBUF, receiveBuffer);
		}

		if (connectTo(this.fd, '127.0.0.1', port) === -1 && libc.errno() !== EINPROGRESS) {
			throw new SystemError('connect', libc.errno());
		}
	}

	/** Sends all of `data`, which must fit into the socket. */
	send(data: string | Uint8Array): void {
		const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
		const sent = this.trySend(bytes);
		if (sent !== bytes.length) {
			throw new Error(`sent ${sent} of ${bytes.length} bytes`);
		}
	}

	/** Sends what the socket takes of `bytes`, up to 64 KiB; 0 where it takes none, or is gone. */
	trySend(bytes: Uint8Array): number {
		const length = Math.min(bytes.length, memory.bytes.length);
		memory.bytes.set(bytes.subarray(0, length));
		return Math.max(0, libc.write(this.fd, memory.address, length));
	}

	/** Reads what there is, and returns all that has come so far. */
	received(): Buffer {
		while (this.ended === undefined) {
			const count = libc.read(this.fd, memory.address, memory.bytes.length);
			if (count > 0) {
				this.#chunks.push(Buffer.from(memory.bytes.subarray(0, count)));
			} else if (count === 0) {
				this.ended = 'closed';
			} else if (libc.errno() === EAGAIN) {
				break;
			} else {
				this.ended = 'reset';
			}
		}

		return Buffer.concat(this.#chunks);
	}

	/** How many whole replies of dphttpd have come, each with a body of `bodySize` bytes. */
	replies(bodySize = 128): number {
		const reply = replyLength(bodySize);
		const text = this.received();
		const whole = Math.floor(text.length / reply);
		for (let index = 0; index < whole; index++) {
			const head = text.subarray(index * reply, index * reply + 15).toString('latin1');
			if (head !== 'HTTP/1.1 200 OK') {
				throw new Error(`reply ${index} begins with ${JSON.stringify(head)}`);
			}
		}

		return whole;
	}

	/** Sends no more; replies still come. */
	halfClose(): void {
		shutdownSend(this.fd);
	}

	reset(): void {
		resetSocket(this.fd);
	}

	close(): void {
		libc.close(this.fd);
	}
}

/** The length of dphttpd's reply with a body of `bodySize` bytes. */
export function replyLength(bodySize: number): number {
	return 82 + String(bodySize).length + bodySize;
}
