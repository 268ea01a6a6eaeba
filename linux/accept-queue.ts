// How full the accept queue of a listening socket of this machine is, by way of sock_diag(7).
//
// A client that fills the queue has its next SYN dropped, and tcp(7) sends it again only after a
// second. The question costs two short system calls, whatever the number of connections is.
import {EINTR} from './errno.js';
import * as libc from './libc.js';
import {allocate, type Memory} from './memory.js';
import {
	answerFields,
	createQuestion,
	openSockDiag,
	SOCK_DIAG_BY_FAMILY,
	TCP_LISTEN,
} from './sock-diag.js';

const REPLY_LENGTH = 512;

/** The accept queue of whatever listens on one address and port. */
export class AcceptQueue {
	/** Connections that wait to be accepted, as the last {@link look} found them. */
	waiting = 0;
	/** The listener's backlog: listen()'s argument, at most net.core.somaxconn. */
	backlog = 0;
	readonly #fd: number;
	readonly #request: Memory;
	readonly #reply = allocate(REPLY_LENGTH);

	/** @throws SystemError where the kernel has no sock_diag. */
	constructor(address: string, port: number) {
		this.#request = createQuestion({states: [TCP_LISTEN], port, address});
		this.#fd = openSockDiag();
	}

	/** Asks the kernel. False where nothing is known: no such listener here, or no tcp_diag module. */
	look(): boolean {
		const {address: question, bytes: asked} = this.#request;
		if (libc.write(this.#fd, question, asked.length) !== asked.length) {
			return false;
		}

		let length = -1;
		do {
			length = libc.read(this.#fd, this.#reply.address, REPLY_LENGTH);
		} while (length === -1 && libc.errno() === EINTR);

		const {bytes, i32} = this.#reply;
		const {type: typeAt, state, queued, limit} = answerFields;
		// Anything else is an NLMSG_ERROR.
		const type = (i32[typeAt >> 2] as number) & 0xffff;
		if (length <= 0 || type !== SOCK_DIAG_BY_FAMILY || bytes[state] !== TCP_LISTEN) {
			return false;
		}

		this.waiting = i32[queued >> 2] as number;
		this.backlog = i32[limit >> 2] as number;
		return true;
	}

	[Symbol.dispose](): void {
		libc.close(this.#fd);
	}
}
