// How full the accept queue of a listening socket of this machine is, by way of sock_diag(7).
//
// A client that fills the queue has its next SYN dropped, and tcp(7) sends it again only after a
// second. The question costs two short system calls, whatever the number of connections is.
import {bytesOf, familyOf} from './address.js';
import {EINTR} from './errno.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {check} from './system-error.js';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 1;
const IPPROTO_TCP = 6;
const TCP_LISTEN = 10;

/** A struct nlmsghdr, then a struct inet_diag_req_v2 (linux/inet_diag.h). */
const REQUEST_LENGTH = 72;
const familyAt = 16;
const statesAt = 20;
const portAt = 24;
const addressAt = 28;
const cookieAt = 64;

/** A struct nlmsghdr, then a struct inet_diag_msg. */
const REPLY_LENGTH = 512;
const stateAt = 17;
const queuedAt = 72;
const limitAt = 76;

/** The accept queue of whatever listens on one address and port. */
export class AcceptQueue {
	/** Connections that wait to be accepted, as the last {@link look} found them. */
	waiting = 0;
	/** The listener's backlog: listen()'s argument, at most net.core.somaxconn. */
	backlog = 0;
	readonly #fd: number;
	readonly #request = allocate(REQUEST_LENGTH);
	readonly #reply = allocate(REPLY_LENGTH);

	/** @throws SystemError where the kernel has no sock_diag. */
	constructor(address: string, port: number) {
		const {bytes, i32} = this.#request;
		i32[0] = REQUEST_LENGTH;
		i32[1] = SOCK_DIAG_BY_FAMILY | (NLM_F_REQUEST << 16);
		bytes[familyAt] = familyOf(address);
		bytes[familyAt + 1] = IPPROTO_TCP;
		i32[statesAt >> 2] = 1 << TCP_LISTEN;
		bytes[portAt] = port >> 8;
		bytes[portAt + 1] = port & 0xff;
		bytes.set(bytesOf(address), addressAt);
		// INET_DIAG_NOCOOKIE: any socket of that name.
		i32.fill(-1, cookieAt >> 2, (cookieAt >> 2) + 2);
		this.#fd = check(libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG), 'socket');
	}

	/** Asks the kernel. False where nothing is known: no such listener here, or no tcp_diag module. */
	look(): boolean {
		if (libc.write(this.#fd, this.#request.address, REQUEST_LENGTH) !== REQUEST_LENGTH) {
			return false;
		}

		let length = -1;
		do {
			length = libc.read(this.#fd, this.#reply.address, REPLY_LENGTH);
		} while (length === -1 && libc.errno() === EINTR);

		const {bytes, i32} = this.#reply;
		// Anything else is an NLMSG_ERROR.
		const type = (i32[1] as number) & 0xffff;
		if (length <= 0 || type !== SOCK_DIAG_BY_FAMILY || bytes[stateAt] !== TCP_LISTEN) {
			return false;
		}

		this.waiting = i32[queuedAt >> 2] as number;
		this.backlog = i32[limitAt >> 2] as number;
		return true;
	}

	[Symbol.dispose](): void {
		libc.close(this.#fd);
	}
}
