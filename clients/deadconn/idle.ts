// The kinds of idle connections: what each has sent before it is silent, and what it waits for.
import {bracketed, isAddress} from '../../linux/address.js';
import {allocateText, type Memory} from '../../linux/memory.js';
import {anyClient, type OpenTls, probeTls} from '../../linux/tls.js';
import {RefusedError} from '../refusal.js';

/** By name; the first is that of 2002. */
export const idleKinds = ['unterminated', 'silent', 'keep-alive', 'websocket', 'tls'] as const;
export type IdleKind = (typeof idleKinds)[number];

/** What a connection does before it is idle. */
export type Idle = {
	/** Empty: nothing. */
	readonly request: Memory;
	/** The beginning of the answer that it waits for, as in `2`; undefined: any answer ends it. */
	readonly status: string | undefined;
	/** Begins a TLS handshake, in place of a request; undefined: there is none. */
	readonly openTls?: OpenTls;
};

/** Whom the connections ask, and for what, where they ask for something whole. */
export type Asked = {
	readonly server: string;
	readonly uri: string;
	/** Header fields, each ended by `\n`, as httperf's --add-header. */
	readonly header: string;
	/** The class of the status that is expected, as in 2xx. */
	readonly status: string;
};

/** RFC 6455, section 4.1: sixteen bytes in base64, that no two need differ in. */
const WEBSOCKET =
	'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ZGVhZHdlaWdodC1pZGxlIQ==\r\nSec-WebSocket-Version: 13\r\n';

/** What connections of a kind do. @throws RefusedError where TLS is asked for and not here. */
export function idleOf(kind: IdleKind, {server, uri, header, status}: Asked): Idle {
	const lines = header.replaceAll('\\n', '\r\n');
	const whole = (more: string) =>
		allocateText(
			`GET ${uri} HTTP/1.1\r\nUser-Agent: deadconn\r\nHost: ${bracketed(server)}\r\n${more}${lines}${lines === '' || lines.endsWith('\r\n') ? '' : '\r\n'}\r\n`,
		);
	switch (kind) {
		case 'unterminated':
			// A request without the empty line that would end it.
			return {request: allocateText('GET / HTTP/1.0\r\n'), status: undefined};
		case 'silent':
			return {request: allocateText(''), status: undefined};
		case 'keep-alive':
			return {request: whole(''), status: status.slice(0, 1)};
		case 'websocket':
			return {request: whole(WEBSOCKET), status: '101'};
		case 'tls':
			return {
				...{request: allocateText(''), status: undefined},
				openTls: openTlsTo(server),
			};
	}
}

/** A name is told to the server, which may have a certificate for each (RFC 6066, section 3); an address is not. */
function openTlsTo(server: string): OpenTls {
	const probe = probeTls();
	if (!probe.ok) {
		throw new RefusedError({
			limit: 'TLS',
			value: 'not here',
			needed: 'GnuTLS, to shake hands',
			remedy: probe.reason,
			reason: 'connections of the kind tls cannot be made here',
		});
	}

	return anyClient(isAddress(server) ? undefined : server);
}

/** The server has answered, and not as it should. The message has what it said. */
export class UnexpectedAnswer extends Error {
	override readonly name = 'UnexpectedAnswer';
}
