// How many connections whatever listens on a port of this machine holds, by the kernel's own list
// (sock_diag(7)): a server need not count them.
import {AF_INET6, bytesOf, familyOf} from './address.js';
import {EINTR} from './errno.js';
import * as libc from './libc.js';
import {allocate, type Memory} from './memory.js';
import {
	answerFields,
	createQuestion,
	openSockDiag,
	SOCK_DIAG_BY_FAMILY,
	TCP_CLOSE_WAIT,
	TCP_ESTABLISHED,
	TCP_LISTEN,
} from './sock-diag.js';
import {check, SystemError} from './system-error.js';

/** The kernel fills what it is given, up to 32 KiB (netlink_dump() in net/netlink/af_netlink.c). */
const ANSWER_LENGTH = 32_768;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
/** Behind the header of an NLMSG_ERROR: the errno, negative. */
const errorAt = 16;
/** Of an address of IPv6. */
const SIX_BYTES = 16;
/** Messages begin at multiples of 4 bytes. */
const ALIGNMENT = 4;

/** What a port has. */
export type PortState = {
	readonly isListening: boolean;
	/** Connections that were accepted and that the server has not closed. */
	readonly connections: number;
	/** Those that wait to be accepted: to their clients they are open. */
	readonly waiting: number;
};

/** The TCP sockets of one address and port, and of those that listen on all addresses. */
export class TcpConnections {
	readonly #address: Uint8Array;
	readonly #fd: number;
	readonly #questions: readonly Memory[];
	readonly #answer = allocate(ANSWER_LENGTH);
	#listeners = 0;
	#waiting = 0;
	#open = 0;

	/** Of `address`, as the clients reach it. @throws SystemError where the kernel has no sock_diag. */
	constructor(address: string, port: number) {
		const states = [TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_LISTEN];
		this.#address = Uint8Array.from(bytesOf(address));
		// A listener of IPv6 that takes IPv4 as well has sockets of IPv6 for it (ipv6(7)).
		const families = [...new Set([familyOf(address), AF_INET6])];
		this.#questions = families.map(family => createQuestion({family, states, port}));
		this.#fd = openSockDiag();
	}

	/**
	 * Asks the kernel: milliseconds where there are ten thousands of connections on this machine.
	 * @throws SystemError ENOENT where the kernel lacks the module tcp_diag.
	 */
	look(): PortState {
		this.#listeners = 0;
		this.#waiting = 0;
		this.#open = 0;
		for (const question of this.#questions) {
			check(libc.write(this.#fd, question.address, question.bytes.length), 'write to sock_diag');
			while (!this.#readSome()) {
				// The kernel answers in pieces.
			}
		}

		return {
			isListening: this.#listeners > 0,
			connections: this.#open - this.#waiting,
			waiting: this.#waiting,
		};
	}

	[Symbol.dispose](): void {
		libc.close(this.#fd);
	}

	/** Takes in one piece of an answer; true: it was the last. */
	#readSome(): boolean {
		let length = -1;
		do {
			length = libc.read(this.#fd, this.#answer.address, ANSWER_LENGTH);
		} while (length === -1 && libc.errno() === EINTR);

		check(length, 'read of sock_diag');
		const {i32} = this.#answer;
		for (let at = 0; at < length;) {
			const size = i32[at >> 2] as number;
			const type = (i32[(at + answerFields.type) >> 2] as number) & 0xffff;
			if (type === NLMSG_DONE) {
				return true;
			}

			if (type === NLMSG_ERROR) {
				throw new SystemError('sock_diag', -(i32[(at + errorAt) >> 2] as number));
			}

			if (type === SOCK_DIAG_BY_FAMILY) {
				this.#count(at);
			}

			at += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
		}

		return length === 0;
	}

	#count(at: number): void {
		const {bytes, i32} = this.#answer;
		if (bytes[at + answerFields.state] === TCP_LISTEN) {
			this.#listeners++;
			this.#waiting += i32[(at + answerFields.queued) >> 2] as number;
		} else if (this.#isOurs(at)) {
			this.#open++;
		}
	}

	/** A client on this machine may have the same port on another address. */
	#isOurs(at: number): boolean {
		const {bytes} = this.#answer;
		// ::ffff:a.b.c.d has its IPv4 address at its end.
		const length = bytes[at + answerFields.family] === AF_INET6 ? SIX_BYTES : this.#address.length;
		const from = at + answerFields.address + length - this.#address.length;
		return this.#address.every((byte, index) => bytes[from + index] === byte);
	}
}
