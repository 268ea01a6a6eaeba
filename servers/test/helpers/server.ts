// A dphttpd inside the test's own process: the test decides when it turns.
import {readdirSync} from 'node:fs';
import * as libc from '../../../linux/libc.js';
import {
	SO_RCVBUF,
	SO_SNDBUF,
	TCP_NODELAY,
	listenOn,
	portOf,
	setOption,
} from '../../../linux/socket.js';
import type {Backend} from '../../backend.js';
import type {CloseCause, Connection} from '../../connection.js';
import {DphttpdProtocol} from '../../dphttpd/protocol.js';
import type {ServerMechanism} from '../../mechanisms.js';
import type {Listening} from '../../listener-kinds.js';
import type {ReceivePolicy} from '../../receive-policy.js';
import type {ReplyKind} from '../../reply-policies.js';
import type {Security} from '../../security.js';

/** How a server under test is set up; the defaults are dphttpd's. */
export type ServerSetup = {
	messageSize?: number;
	maxConnections?: number;
	receiveSize?: number;
	receive?: ReceivePolicy;
	reply?: ReplyKind;
	security?: Security;
	/** TCP_NODELAY of the accepted sockets. */
	isNoDelay?: boolean;
	/** SO_SNDBUF and SO_RCVBUF of the accepted sockets, in bytes. */
	sendBuffer?: number;
	receiveBuffer?: number;
	/** Where its connections come from, if not from a listening socket of its own; 'adopted': from the test. */
	listener?: {fd: number; listening: Listening} | 'adopted';
};

/** A server that turns only when told to, and remembers what its backend told it. */
export class TestServer {
	readonly port: number;
	readonly backend: Backend;
	readonly protocol: DphttpdProtocol;
	readonly opened: Connection[] = [];
	readonly closed = new Map<Connection, CloseCause[]>();
	readonly warnings: string[] = [];
	readonly #listener: number;

	/** @throws Error where the mechanism does not have that kind of listener. */
	constructor(mechanism: ServerMechanism, setup: ServerSetup = {}) {
		this.#listener = listenOn('127.0.0.1', 0, 1024);
		if (setup.sendBuffer !== undefined) {
			setOption(this.#listener, SO_SNDBUF, setup.sendBuffer);
		}

		if (setup.receiveBuffer !== undefined) {
			setOption(this.#listener, SO_RCVBUF, setup.receiveBuffer);
		}

		if (setup.isNoDelay) {
			setOption(this.#listener, TCP_NODELAY, 1);
		}

		this.port = portOf(this.#listener);
		const {messageSize = 128, reply = 'whole'} = setup;
		this.protocol = new RecordingProtocol(this, {messageSize, reply});
		this.backend = mechanism.open(
			{
				maxConnections: setup.maxConnections ?? 1000,
				receiveSize: setup.receiveSize ?? 4096,
				receive: setup.receive ?? 'waiting',
				reply,
				security: setup.security ?? 'plain',
			},
			this.protocol,
		);
		this.protocol.attach(this.backend);
		const {listener = {fd: this.#listener, listening: 'own'}} = setup;
		if (listener !== 'adopted') {
			try {
				this.backend.listen(listener.fd, listener.listening);
			} catch (error) {
				this[Symbol.dispose]();
				throw error;
			}
		}
	}

	/** Turns until `isDone`, or fails after five seconds. */
	turnUntil(isDone: () => boolean): void {
		const deadline = Date.now() + 5000;
		while (!isDone()) {
			if (Date.now() > deadline) {
				throw new Error(`not done after 5 s: ${JSON.stringify(this.backend.counters)}`);
			}

			this.backend.turn(10);
		}
	}

	/** Turns `count` times, a few milliseconds each: for what must not happen. */
	turnTimes(count: number): void {
		for (let turn = 0; turn < count; turn++) {
			this.backend.turn(3);
		}
	}

	[Symbol.dispose](): void {
		this.backend[Symbol.dispose]();
		libc.close(this.#listener);
	}
}

/** The descriptors that this process has open. */
export function openDescriptors(): string[] {
	return readdirSync('/proc/self/fd');
}

/** dphttpd's protocol, with a memory. */
class RecordingProtocol extends DphttpdProtocol {
	readonly #server: TestServer;

	constructor(server: TestServer, setup: {messageSize: number; reply: ReplyKind}) {
		super({...setup, warn: message => server.warnings.push(message)});
		this.#server = server;
	}

	override opened(connection?: Connection): void {
		if (connection) {
			this.#server.opened.push(connection);
		}
	}

	override closed(connection?: Connection, cause?: CloseCause): void {
		if (connection && cause) {
			const {closed} = this.#server;
			closed.set(connection, [...(closed.get(connection) ?? []), cause]);
		}
	}
}
