// GnuTLS's functions that we call (https://gnutls.org/manual/): the other import of koffi, loaded where TLS is asked for.
import koffi from 'koffi';
import type {Address} from './libc.js';

/** Of Debian 12; Debian 13 calls the package libgnutls30t64. */
const LIBRARY = 'libgnutls.so.30';
const PACKAGE = 'libgnutls30';
/** The first with TLS 1.3 as RFC 8446 has it, and pre-shared keys in it. */
const LEAST = '3.6.5';
const UPGRADE = `it takes ${LEAST} at least (Debian: ${PACKAGE})`;

let loaded: ReturnType<typeof load> | undefined;

/**
 * The library, with addresses as libc.ts has them.
 * @throws Error that names what to install, where it is not here, or too old.
 */
export function gnutls(): ReturnType<typeof load> {
	loaded ??= load();
	return loaded;
}

function load() {
	let library;
	try {
		library = koffi.load(LIBRARY);
	} catch {
		throw new Error(
			`GnuTLS is not here: ${LIBRARY} cannot be loaded; install it (Debian: ${PACKAGE})`,
		);
	}

	let functions;
	try {
		functions = functionsOf(library);
	} catch (error) {
		// koffi names the function.
		throw new Error(`${LIBRARY} is no GnuTLS of today: ${(error as Error).message}; ${UPGRADE}`);
	}

	if (functions.checkVersion(LEAST) === null) {
		throw new Error(`GnuTLS ${functions.checkVersion(null) ?? '?'} is too old; ${UPGRADE}`);
	}

	return functions;
}

function functionsOf(library: ReturnType<typeof koffi.load>) {
	type OnSession = (session: Address) => number;
	type Moves = (session: Address, bytes: Address, length: number) => number;
	type Allocates = (out: Address) => number;
	return {
		checkVersion: library.func('const char *gnutls_check_version(const char *)') as (
			least: string | null,
		) => string | null,
		errorText: library.func('const char *gnutls_strerror(int)') as (code: number) => string,
		isFatal: library.func('int gnutls_error_is_fatal(int)') as (code: number) => number,
		init: library.func('int gnutls_init(int64, uint)') as (out: Address, flags: number) => number,
		deinit: library.func('void gnutls_deinit(int64)') as (session: Address) => void,
		setSocket: library.func('void gnutls_transport_set_int2(int64, int, int)') as (
			session: Address,
			receives: number,
			sends: number,
		) => void,
		setCredentials: library.func('int gnutls_credentials_set(int64, int, int64)') as (
			session: Address,
			type: number,
			credentials: Address,
		) => number,
		priorityInit: library.func('int gnutls_priority_init(int64, const char *, int64)') as (
			out: Address,
			text: string,
			errorAt: Address,
		) => number,
		prioritySet: library.func('int gnutls_priority_set(int64, int64)') as (
			session: Address,
			priority: Address,
		) => number,
		pskServerCredentials: library.func(
			'int gnutls_psk_allocate_server_credentials(int64)',
		) as Allocates,
		pskServerFile: library.func(
			'int gnutls_psk_set_server_credentials_file(int64, const char *)',
		) as (credentials: Address, path: string) => number,
		pskClientCredentials: library.func(
			'int gnutls_psk_allocate_client_credentials(int64)',
		) as Allocates,
		pskClientKey: library.func(
			'int gnutls_psk_set_client_credentials(int64, const char *, int64, int)',
		) as (credentials: Address, user: string, key: Address, format: number) => number,
		certificateCredentials: library.func(
			'int gnutls_certificate_allocate_credentials(int64)',
		) as Allocates,
		serverNameSet: library.func('int gnutls_server_name_set(int64, int, const char *, uint64)') as (
			session: Address,
			type: number,
			name: string,
			length: number,
		) => number,
		handshake: library.func('int gnutls_handshake(int64)') as OnSession,
		direction: library.func('int gnutls_record_get_direction(int64)') as OnSession,
		checkPending: library.func('uint64 gnutls_record_check_pending(int64)') as OnSession,
		receive: library.func('int64 gnutls_record_recv(int64, int64, uint64)') as Moves,
		send: library.func('int64 gnutls_record_send(int64, int64, uint64)') as Moves,
		cork: library.func('void gnutls_record_cork(int64)') as (session: Address) => void,
		uncork: library.func('int gnutls_record_uncork(int64, uint)') as (
			session: Address,
			flags: number,
		) => number,
		recordState: library.func(
			'int gnutls_record_get_state(int64, uint, int64, int64, int64, int64)',
		) as (
			session: Address,
			isRead: number,
			mac: Address,
			iv: Address,
			key: Address,
			sequence: Address,
		) => number,
		alertGet: library.func('int gnutls_alert_get(int64)') as OnSession,
		alertName: library.func('const char *gnutls_alert_get_name(int)') as (
			alert: number,
		) => string | null,
	};
}
