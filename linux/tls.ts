// TLS sessions on sockets of ours, by GnuTLS: one end each, non-blocking.
//
// A session reads and writes its socket by itself (GnuTLS's own transport, no callback of ours), so that the
// library does here what it does for nbdkit and libnbd.
import {EAGAIN} from './errno.js';
import {gnutls} from './gnutls.js';
import * as libc from './libc.js';
import {type Memory, allocate} from './memory.js';
import {makePskFile, psk} from './psk.js';

/**
 * One version, one key exchange, one cipher, so that two runs are comparable. A pre-shared key needs no
 * certificate and is what nbdkit and libnbd offer beside them; an anonymous exchange would mean TLS 1.2. The
 * hash of such a key is SHA-256, which leaves this cipher and ChaCha20, which costs more.
 */
const PRIORITY =
	'NONE:+VERS-TLS1.3:+ECDHE-PSK:+AES-128-GCM:+AEAD:+SHA256:+GROUP-X25519:+SIGN-ALL:+COMP-NULL';
const CIPHER = 'TLS 1.3, ECDHE-PSK, X25519, AES-128-GCM';
/** Whatever a server of others has, or one of ours. */
const ANY_PRIORITY = 'NORMAL:+ECDHE-PSK';

/** enum gnutls_init_flags_t: no tickets after a handshake, and no new keys, which begin a count of records anew. */
const SERVER = 1;
const CLIENT = 2;
const NO_TICKETS = 1 << 10;
const NO_AUTO_REKEY = 1 << 15;
/** gnutls_credentials_type_t. */
const CERTIFICATE = 1;
const PSK = 4;
const NAME_DNS = 1;

/** A gnutls_datum_t: an address, and a length. */
const DATUM_BYTES = 16;
const LENGTH_AT = 8;

/** The socket is not ready; it, or the peer, is gone (push, pull, no close_notify); alerts of the peer. */
const AGAIN = -28;
const goneCodes = new Set([-53, -54, -110]);
const FATAL_ALERT = -12;
const WARNING = -16;
/** How much of what only TLS itself takes is passed over in a row: warnings in a handshake, records without data. */
const TRIES = 16;

/** The most bytes of a record (RFC 8446, section 5.1). */
export const RECORD_BYTES = 16_384;

/** What a call on a session returns where it moved no bytes. */
export const GONE = 0;
export const LATER = -1;
/** What handshake() and uncork() return once they are through. */
export const DONE = 1;

/** The peer broke TLS, or refused it. The message says how. */
export class TlsError extends Error {
	override readonly name = 'TlsError';
}

/** Whether TLS can be had, and as what it is to be recorded; or why not, and what would help. */
export function probeTls():
	{readonly ok: true; readonly note: string} | {readonly ok: false; readonly reason: string} {
	try {
		return {ok: true, note: `${CIPHER} (GnuTLS ${gnutls().checkVersion(null) ?? '?'})`};
	} catch (error) {
		return {ok: false, reason: (error as Error).message};
	}
}

/** Begins a session on a non-blocking socket. */
export type OpenTls = (fd: number) => TlsSession;

/** For a server that holds the key of `psk.ts`. @throws Error where there is no GnuTLS. */
export function pskServer(): OpenTls {
	const {pskServerCredentials, pskServerFile} = gnutls();
	const credentials = allocated(pskServerCredentials);
	succeed(pskServerFile(credentials, makePskFile()));
	return opener(SERVER | NO_TICKETS, PRIORITY, new Map([[PSK, credentials]]));
}

/** For a client that holds the same key. @throws Error where there is no GnuTLS. */
export function pskClient(): OpenTls {
	return opener(CLIENT, PRIORITY, new Map([[PSK, clientKey()]]));
}

function clientKey(): libc.Address {
	const {pskClientCredentials, pskClientKey} = gnutls();
	const credentials = allocated(pskClientCredentials);
	const key = allocate(psk.key.length);
	key.bytes.set(psk.key);
	// GnuTLS takes a copy of the key.
	const datum = allocate(DATUM_BYTES);
	const view = viewOf(datum);
	view.setBigUint64(0, BigInt(key.address), true);
	view.setUint32(LENGTH_AT, key.bytes.length, true);
	succeed(pskClientKey(credentials, psk.user, datum.address, 0));
	return credentials;
}

/**
 * For a client of any server: one of ours, which has the key of `psk.ts`, or another, whose certificate is not looked
 * at; `name` is whom it asks for, undefined: none. @throws Error where there is no GnuTLS.
 */
export function anyClient(name: string | undefined): OpenTls {
	const {certificateCredentials, serverNameSet} = gnutls();
	const credentials = new Map([
		[CERTIFICATE, allocated(certificateCredentials)],
		[PSK, clientKey()],
	]);
	const open = opener(CLIENT, ANY_PRIORITY, credentials);
	return fd => {
		const session = open(fd);
		if (name !== undefined) {
			succeed(serverNameSet(session.handle, NAME_DNS, name, Buffer.byteLength(name)));
		}

		return session;
	};
}

/**
 * One end of a connection. Calls return bytes (or DONE), GONE where the connection has ended, LATER where the
 * socket is not ready: then the same call is to be made again, with the same bytes.
 */
export class TlsSession {
	/** Hands are shaken. */
	isOpen = false;
	readonly #library = gnutls();

	constructor(readonly handle: libc.Address) {}

	/** A step of the handshake. @throws TlsError */
	handshake(): number {
		for (let left = TRIES; left > 0; left--) {
			const code = this.#library.handshake(this.handle);
			if (code !== WARNING) {
				this.isOpen = code === 0;
				return this.isOpen ? DONE : this.#meaningOf(code);
			}
		}

		throw new TlsError(`the peer has sent ${TRIES} warnings and nothing else`);
	}

	/** Whether what was last to be done LATER waits for room in the socket, not for bytes of the peer. */
	get isSending(): boolean {
		return this.#library.direction(this.handle) === 1;
	}

	/** Bytes that receive() returns without the socket, so that a poller does not tell of them. */
	get pending(): number {
		return this.#library.checkPending(this.handle);
	}

	/** @throws TlsError */
	receive(address: libc.Address, length: number): number {
		for (let left = TRIES; left > 0; left--) {
			libc.clearErrno();
			const code = this.#library.receive(this.handle, address, length);
			if (code >= 0) {
				return code;
			}

			// A record without data for us, as one with new keys, is told of as an empty socket is; there may be more behind it.
			if (code !== AGAIN || libc.errno() === EAGAIN) {
				return this.#meaningOf(code);
			}
		}

		throw new TlsError(`the peer has sent ${TRIES} records without data, and nothing else`);
	}

	/** Sends at most a record; corked, keeps a copy of all. @throws TlsError */
	send(address: libc.Address, length: number): number {
		const code = this.#library.send(this.handle, address, length);
		return code >= 0 ? code : this.#meaningOf(code);
	}

	cork(): void {
		this.#library.cork(this.handle);
	}

	/** Sends what was kept since cork(), in records as long as they may be. @throws TlsError */
	uncork(): number {
		const code = this.#library.uncork(this.handle, 0);
		return code >= 0 ? DONE : this.#meaningOf(code);
	}

	/** Records sent since the handshake: the sequence number that the next one has (RFC 8446, section 5.3). */
	get records(): number {
		return this.#records(0);
	}

	/** Records that have come since the handshake. */
	get recordsReceived(): number {
		return this.#records(1);
	}

	/** What the next record is made with, for who makes it in our place; copies. */
	sendingState(): {key: Uint8Array; iv: Uint8Array; sequence: Uint8Array} {
		const data = allocate(2 * DATUM_BYTES);
		const {address} = data;
		succeed(
			this.#library.recordState(
				this.handle,
				0,
				0,
				address,
				address + DATUM_BYTES,
				sequence.address,
			),
		);
		return {
			iv: datumAt(data, 0),
			key: datumAt(data, DATUM_BYTES),
			sequence: Uint8Array.from(sequence.bytes),
		};
	}

	/** The socket is left as it is, and nothing is said to the peer. */
	[Symbol.dispose](): void {
		this.#library.deinit(this.handle);
	}

	#records(isRead: 0 | 1): number {
		succeed(this.#library.recordState(this.handle, isRead, 0, 0, 0, sequence.address));
		return Number(viewOf(sequence).getBigUint64(0));
	}

	#meaningOf(code: number): number {
		if (goneCodes.has(code)) {
			return GONE;
		}

		if (code === AGAIN || this.#library.isFatal(code) === 0) {
			return LATER;
		}

		const text = this.#library.errorText(code);
		throw new TlsError(code === FATAL_ALERT ? `${text} ${this.#alert()}` : text);
	}

	#alert(): string {
		const {alertName, alertGet} = this.#library;
		return `(${alertName(alertGet(this.handle)) ?? 'without a name'})`;
	}
}

const sequence = allocate(8);
const out = allocate(8);

/** A set-up call, which fails where a word of ours is wrong or memory is short. @throws TlsError */
function succeed(code: number): void {
	if (code < 0) {
		throw new TlsError(`GnuTLS: ${gnutls().errorText(code)}`);
	}
}

/** The address that `call` leaves. @throws TlsError */
function allocated(call: (out: libc.Address) => number): libc.Address {
	succeed(call(out.address));
	return addressAt(out, 0);
}

/** A copy of what a datum is of. */
function datumAt(memory: Memory, at: number): Uint8Array {
	const length = viewOf(memory).getUint32(at + LENGTH_AT, true);
	return Uint8Array.from(new Uint8Array(libc.viewOf(addressAt(memory, at), length)));
}

function addressAt(memory: Memory, at: number): libc.Address {
	return Number(viewOf(memory).getBigUint64(at, true));
}

/** Credentials, by their type, and priorities are made once, and live as long as the process. */
function opener(
	flags: number,
	priorityText: string,
	credentials: ReadonlyMap<number, libc.Address>,
): OpenTls {
	const {init, setSocket, setCredentials, priorityInit, prioritySet} = gnutls();
	const priority = allocated(at => priorityInit(at, priorityText, 0));
	return fd => {
		const handle = allocated(at => init(at, flags | NO_AUTO_REKEY));
		succeed(prioritySet(handle, priority));
		for (const [type, address] of credentials) {
			succeed(setCredentials(handle, type, address));
		}

		setSocket(handle, fd, fd);
		return new TlsSession(handle);
	};
}

function viewOf({bytes}: Memory): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
