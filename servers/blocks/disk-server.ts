// Serves a memory disk over any poller that is not edge-triggered: it reads what it needs, when it needs it.
import {mayPass} from '../../linux/errno-class.js';
import * as libc from '../../linux/libc.js';
import type {Memory} from '../../linux/memory.js';
import {LimitError, type Poller, READABLE, WRITABLE, createReadyList} from '../../linux/poller.js';
import {TCP_NODELAY, resetSocket, setOption} from '../../linux/socket.js';
import {SystemError} from '../../linux/system-error.js';
import {DONE, GONE, TlsError} from '../../linux/tls.js';
import {DescriptorTable} from '../descriptor-table.js';
import {NO_ROOM} from '../refuse.js';
import {SideWatches} from '../side-watches.js';
import type {Channel} from './channel.js';
import {
	CLIENT_FLAGS,
	DiskConnection,
	OPTIONS,
	PAYLOAD,
	PeerFault,
	TLS_HANDSHAKE,
} from './disk-connection.js';
import {greet, takeClientFlags, takeOption} from './handshake.js';
import {Replies} from './replies.js';
import {Sent} from './sent.js';
import {takePayload, takeRequest} from './transmission.js';

/** Events a turn. */
const BATCH = 256;
/** How often it is looked for peers that make no progress. */
const SWEEP_MS = 250;

/** What a disk is served with. */
type DiskServerOptions = {
	readonly maxConnections: number;
	readonly channel: Channel;
	/** TCP_NODELAY on each connection; on a Unix socket it must not be asked for. */
	readonly isNoDelay: boolean;
	/** How long a peer may owe something, in milliseconds. */
	readonly patienceMs: number;
	readonly warn: (message: string) => void;
};

/** The connections to one disk. Owns the poller. */
export class DiskServer {
	readonly replies = new Replies();
	/** Connections that were ended because of what their peer did. */
	faults = 0;
	readonly #poller: Poller;
	readonly #disk: Memory;
	readonly #options: DiskServerOptions;
	readonly #table: DescriptorTable<DiskConnection>;
	readonly #side: SideWatches;
	readonly #ready = createReadyList(BATCH);
	readonly #calls = {close: 0};
	readonly #sent: Sent;
	#hasFreed = false;
	#sweptAt = performance.now();

	constructor(poller: Poller, disk: Memory, options: DiskServerOptions) {
		this.#poller = poller;
		this.#disk = disk;
		this.#options = options;
		this.#sent = new Sent(options.channel);
		this.#table = new DescriptorTable(options, (fd, token) => new DiskConnection(fd, token));
		this.#side = new SideWatches(poller);
	}

	get counters() {
		return {...this.#table.counters, ...this.#poller.counters};
	}

	/** All its calls so far, by name, without those of GnuTLS; asking TCP_INFO for the segments is not among them. */
	syscalls(): Record<string, number> {
		const calls = this.replies.allCalls();
		for (const connection of this.#table.all()) {
			calls.add(connection.calls);
		}

		const {sendto, writev, setsockopt} = calls;
		const ofSending = {sendto, writev, setsockopt};
		return {
			...this.#poller.syscalls(),
			...this.#side.syscalls(),
			...this.#calls,
			...this.#options.channel.calls,
			...ofSending,
		};
	}

	/** Segments with data, and TLS records, that all connections have sent so far. */
	sent(): {segments: number; records: number} {
		const open = this.#table.all();
		return {segments: this.#sent.segments(open), records: this.#sent.records(open)};
	}

	listen(fd: number): void {
		const listener = {fd, token: this.#table.newToken(fd), listening: 'own'} as const;
		this.#side.listen(listener, {admit: this.#admit, warn: this.#options.warn});
	}

	/** As Backend.watch. */
	watch(fd: number, ready: () => void): () => void {
		return this.#side.watch({fd, token: this.#table.newToken(fd)}, ready);
	}

	/** As Backend.turn. */
	turn(timeoutMs: number): number {
		const count = this.#poller.wait(this.#ready, this.#side.limitWait(timeoutMs));
		const {tokens} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number);
		}

		this.#sweep();
		this.#side.endTurn(this.#hasFreed);
		this.#hasFreed = false;
		return count;
	}

	[Symbol.dispose](): void {
		for (const connection of this.#table.all()) {
			this.#end(connection);
		}

		this.#poller[Symbol.dispose]();
	}

	readonly #admit = (fd: number): void => {
		if (!this.#table.hasRoom()) {
			this.#refuse(fd, NO_ROOM);
			return;
		}

		const connection = this.#table.add(fd);
		try {
			this.#poller.add(fd, connection.token, READABLE);
			connection.armed = READABLE;
		} catch (error) {
			if (!(error instanceof LimitError || error instanceof SystemError)) {
				throw error;
			}

			this.#table.retract(connection);
			this.#refuse(fd, error.message);
			return;
		}

		if (this.#options.isNoDelay) {
			setOption(fd, TCP_NODELAY, 1);
		}

		connection.needsTls = this.#options.channel.needsTls;
		greet(connection);
		this.#serve(connection, false);
	};

	#refuse(fd: number, reason: string): void {
		this.#table.counters.refused++;
		this.#calls.close++;
		resetSocket(fd);
		this.#options.warn(`a connection was refused: ${reason}`);
	}

	#dispatch(token: number): void {
		if (this.#side.dispatch(token)) {
			return;
		}

		const connection = this.#table.find(token);
		if (connection === undefined) {
			return;
		}

		if (this.#poller.trigger === 'oneshot') {
			connection.armed = 0;
		}

		this.#serve(connection, !connection.message.isPending);
	}

	/** Receives once, where it goes: a payload to the disk, all else to the input. @throws TlsError */
	#hear(connection: DiskConnection): void {
		const {input} = connection;
		const {channel} = this.#options;
		let count;
		if (connection.phase === PAYLOAD) {
			const {payloadAt, payloadLeft} = connection;
			count = channel.receive(connection, this.#disk.address + payloadAt, payloadLeft);
			if (count > 0) {
				connection.payloadAt += count;
				connection.payloadLeft -= count;
			}
		} else {
			makeRoom(connection);
			const room = input.bytes.length - connection.inputEnd;
			count = channel.receive(connection, input.address + connection.inputEnd, room);
			connection.inputEnd += Math.max(0, count);
		}

		if (count > 0) {
			connection.progressAt = performance.now();
		} else if (count === GONE) {
			this.#end(connection);
		}
	}

	/** Goes on with a connection; what its peer has done wrong ends it, and no other. */
	#serve(connection: DiskConnection, isToHear: boolean): void {
		try {
			// What a handshake needs, GnuTLS reads.
			if (isToHear && connection.phase !== TLS_HANDSHAKE) {
				this.#hear(connection);
			}

			if (!connection.isClosed) {
				this.#go(connection);
			}
		} catch (error) {
			if (!(
				error instanceof PeerFault ||
				error instanceof SystemError ||
				error instanceof TlsError
			)) {
				throw error;
			}

			this.#fault(connection, error.message);
		}
	}

	/** Takes what has come and sends what is to be sent, until either is missing. @throws PeerFault */
	#go(connection: DiskConnection): void {
		const {message} = connection;
		do {
			if (message.isPending && !this.#send(connection)) {
				break;
			}

			if (connection.isEnding) {
				this.#end(connection);
				return;
			}
		} while (this.#take(connection) || this.#hearRest(connection));

		if (!connection.isClosed) {
			this.#updateWatch(connection);
		}
	}

	#take(connection: DiskConnection): boolean {
		switch (connection.phase) {
			case CLIENT_FLAGS:
				return takeClientFlags(connection);
			case OPTIONS:
				return takeOption(connection, this.#disk.bytes.length);
			case PAYLOAD:
				return takePayload(connection, this.#disk);
			case TLS_HANDSHAKE:
				return this.#shakeHands(connection);
			default:
				return takeRequest(connection, this.#disk);
		}
	}

	/** Returns whether it is through. Its time is that of all of it, whatever comes. @throws TlsError */
	#shakeHands(connection: DiskConnection): boolean {
		const result = this.#options.channel.shakeHands(connection);
		if (result === DONE) {
			connection.phase = OPTIONS;
			connection.progressAt = performance.now();
		} else if (result === GONE) {
			this.#end(connection);
		}

		return result === DONE;
	}

	/** What GnuTLS has taken from the socket, no poller tells of. Returns whether there was any. @throws TlsError */
	#hearRest(connection: DiskConnection): boolean {
		if (connection.isClosed || connection.needsTls || (connection.tls?.pending ?? 0) === 0) {
			return false;
		}

		this.#hear(connection);
		return true;
	}

	/** Returns whether all was sent. */
	#send(connection: DiskConnection): boolean {
		const {message, calls} = connection;
		const before = message.parts.bytes;
		const errno = this.#options.channel.send(connection);
		if (errno === 0) {
			this.replies[connection.replyKind].sent(connection.replyBytes, calls);
			calls.clear();
		}

		// Of what is corked nobody knows how much is left, but some of it went where there was room.
		if (errno === 0 || message.parts.bytes < before || message.isCorked) {
			connection.progressAt = performance.now();
		}

		if (errno !== 0 && !mayPass(errno)) {
			this.#end(connection);
		}

		return errno === 0;
	}

	#updateWatch(connection: DiskConnection): void {
		const {message, needsTls, tls} = connection;
		const isSending = message.isPending || (needsTls && tls?.isSending === true);
		const want = isSending ? WRITABLE : READABLE;
		if (want !== connection.armed) {
			this.#poller.modify(connection.fd, connection.token, connection.armed, want);
			connection.armed = want;
		}
	}

	/** Ends what has owed something for too long: a reader that stalls, a handshake that goes no further. */
	#sweep(): void {
		const now = performance.now();
		if (now - this.#sweptAt < SWEEP_MS) {
			return;
		}

		this.#sweptAt = now;
		for (const connection of this.#table.all()) {
			if (connection.isAwaited && now - connection.progressAt > this.#options.patienceMs) {
				const seconds = this.#options.patienceMs / 1000;
				const what = connection.message.isPending ? 'read its reply' : 'sent the rest';
				this.#fault(connection, `it has not ${what} for ${seconds} s`);
			}
		}
	}

	#fault(connection: DiskConnection, reason: string): void {
		if (!connection.isClosed) {
			this.faults++;
			this.#end(connection);
			this.#options.warn(`a connection was ended: ${reason}`);
		}
	}

	/** Tokens have generations, so that events of this turn that are of it are dropped. */
	#end(connection: DiskConnection): void {
		if (connection.isClosed) {
			return;
		}

		connection.isClosed = true;
		this.#sent.ends(connection);
		connection.tls?.[Symbol.dispose]();
		this.replies.others.calls.add(connection.calls);
		this.#poller.remove(connection.fd, connection.token);
		this.#table.remove(connection);
		this.#calls.close++;
		libc.close(connection.fd);
		this.#hasFreed = true;
	}
}

/** Moves what was not taken to the front. */
function makeRoom(connection: DiskConnection): void {
	const {input, inputStart, inputEnd, inputLength} = connection;
	if (inputStart > 0) {
		input.bytes.copyWithin(0, inputStart, inputEnd);
		connection.inputStart = 0;
		connection.inputEnd = inputLength;
	}
}
