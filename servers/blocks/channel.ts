// How the bytes of a connection come and go: as they are, or inside TLS.
import {EAGAIN, EPIPE} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import {recordsByKernel, sendByKernel} from '../../linux/kernel-tls.js';
import * as libc from '../../linux/libc.js';
import {DONE, GONE, LATER, type OpenTls} from '../../linux/tls.js';
import type {SendMessage} from '../reply-policies.js';
import type {DiskConnection} from './disk-connection.js';
import type {SendByTls} from './tls-replies.js';

/** One for all connections to a disk. */
export type Channel = {
	/** Nothing is answered but what begins TLS. */
	readonly needsTls: boolean;
	/** A step of the TLS handshake: DONE, GONE or LATER. @throws TlsError */
	shakeHands(connection: DiskConnection): number;
	/** Receives once: bytes, GONE or LATER. @throws TlsError */
	receive(connection: DiskConnection, address: libc.Address, length: number): number;
	/** As SendMessage, the message of a connection. @throws TlsError */
	send(connection: DiskConnection): number;
	/** TLS records that a connection has sent since its handshake. */
	records(connection: DiskConnection): number;
	/** Calls of our own to receive; those of GnuTLS are its own. */
	readonly calls: {recvfrom: number};
};

/** The bytes as they are. */
export class PlainChannel implements Channel {
	readonly needsTls = false;
	readonly calls = {recvfrom: 0};
	readonly #send: SendMessage;

	constructor(send: SendMessage) {
		this.#send = send;
	}

	shakeHands(): number {
		return GONE;
	}

	receive({fd}: DiskConnection, address: libc.Address, length: number): number {
		this.calls.recvfrom++;
		const count = libc.recv(fd, address, length, 0);
		return count >= 0 ? count : mayPass(libc.errno()) ? LATER : GONE;
	}

	send({fd, message, calls}: DiskConnection): number {
		return this.#send(fd, message, calls);
	}

	records(): number {
		return 0;
	}
}

/** Inside TLS, but for the options before it. */
export class TlsChannel implements Channel {
	readonly needsTls = true;
	readonly #plain: PlainChannel;
	readonly #open: OpenTls;
	readonly #send: SendByTls;

	/** `plain` is for what comes before. */
	constructor(plain: PlainChannel, open: OpenTls, send: SendByTls) {
		this.#plain = plain;
		this.#open = open;
		this.#send = send;
	}

	get calls() {
		return this.#plain.calls;
	}

	shakeHands(connection: DiskConnection): number {
		connection.tls ??= this.#open(connection.fd);
		const result = connection.tls.handshake();
		connection.needsTls = result !== DONE;
		return result;
	}

	receive(connection: DiskConnection, address: libc.Address, length: number): number {
		return (
			connection.tls?.receive(address, length) ?? this.#plain.receive(connection, address, length)
		);
	}

	send(connection: DiskConnection): number {
		const {tls, message} = connection;
		if (tls === undefined) {
			return this.#plain.send(connection);
		}

		const result = this.#send(tls, message);
		return result === DONE ? 0 : result === LATER ? EAGAIN : EPIPE;
	}

	records({tls, needsTls}: DiskConnection): number {
		return tls === undefined || needsTls ? 0 : tls.records;
	}
}

/** Inside TLS, where the kernel makes the records: what is sent is sent as without TLS. */
export class KernelTlsChannel extends TlsChannel {
	readonly #plain: PlainChannel;

	constructor(plain: PlainChannel, open: OpenTls) {
		super(plain, open, () => GONE);
		this.#plain = plain;
	}

	/** @throws SystemError where the kernel does not take the keys. */
	override shakeHands(connection: DiskConnection): number {
		const result = super.shakeHands(connection);
		if (result === DONE && connection.tls !== undefined) {
			sendByKernel(connection.fd, connection.tls);
		}

		return result;
	}

	override send(connection: DiskConnection): number {
		return this.#plain.send(connection);
	}

	override records({fd, tls, needsTls}: DiskConnection): number {
		return tls === undefined || needsTls ? 0 : recordsByKernel(fd);
	}
}
