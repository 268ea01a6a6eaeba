// What sock_diag(7) is asked of TCP sockets, and where its answers have what.
import {bytesOf, familyOf} from './address.js';
import * as libc from './libc.js';
import {allocate, type Memory} from './memory.js';
import {check} from './system-error.js';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const NLM_F_REQUEST = 1;
const NLM_F_DUMP = 0x300;
const IPPROTO_TCP = 6;

/** The type of an answer that tells of a socket; of others, NLMSG_ERROR and NLMSG_DONE. */
export const SOCK_DIAG_BY_FAMILY = 20;

/** States of a TCP socket (include/net/tcp_states.h). */
export const TCP_ESTABLISHED = 1;
export const TCP_CLOSE_WAIT = 8;
export const TCP_LISTEN = 10;

/** A struct nlmsghdr, then a struct inet_diag_req_v2 (linux/inet_diag.h). */
const REQUEST_LENGTH = 72;
const familyAt = 16;
const statesAt = 20;
const portAt = 24;
const addressAt = 28;
const cookieAt = 64;

/** In bytes, of an answer: a struct nlmsghdr, then a struct inet_diag_msg. */
export const answerFields = {
	type: 4,
	family: 16,
	state: 17,
	/** Of this end: 4 bytes of IPv4, 16 of IPv6. */
	address: 24,
	/** Of a listener: connections that wait to be accepted. */
	queued: 72,
	/** Of a listener: its backlog. */
	limit: 76,
} as const;

/** A socket to ask on. @throws SystemError where the kernel has no sock_diag. */
export function openSockDiag(): number {
	return check(libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG), 'socket');
}

/**
 * The question after sockets in `states` whose own port is `port`: after the one that takes what comes to
 * `address`; without that, after all of them.
 */
export function createQuestion({
	states,
	port,
	...which
}: {
	readonly states: readonly number[];
	readonly port: number;
} & ({readonly address: string} | {readonly family: number})): Memory {
	const address = 'address' in which ? which.address : undefined;
	const question = allocate(REQUEST_LENGTH);
	const {bytes, i32} = question;
	const flags = NLM_F_REQUEST | (address === undefined ? NLM_F_DUMP : 0);
	i32[0] = REQUEST_LENGTH;
	i32[1] = SOCK_DIAG_BY_FAMILY | (flags << 16);
	bytes[familyAt] = 'family' in which ? which.family : familyOf(which.address);
	bytes[familyAt + 1] = IPPROTO_TCP;
	i32[statesAt >> 2] = states.reduce((mask, state) => mask | (1 << state), 0);
	bytes[portAt] = port >> 8;
	bytes[portAt + 1] = port & 0xff;
	bytes.set(address === undefined ? [] : bytesOf(address), addressAt);
	// INET_DIAG_NOCOOKIE: any socket of that name.
	i32.fill(-1, cookieAt >> 2, (cookieAt >> 2) + 2);
	return question;
}
