// A socket with httperf's settings.
import {
	SO_RCVBUF,
	SO_SNDBUF,
	TCP_CORK,
	TCP_NODELAY,
	openSocketFor,
	setOption,
} from '../../linux/socket.js';
import type {Memory} from '../../linux/memory.js';
import {SystemError} from '../../linux/system-error.js';
import type {Ports} from './ports.js';

/** How connections are opened. */
export type DialOptions = {
	/** Whereto: a sockaddr. */
	readonly address: Memory;
	/** Bytes of SO_SNDBUF and SO_RCVBUF. */
	readonly sendBuffer: number;
	readonly recvBuffer: number;
	/** Where local ports come from, if not from the kernel. */
	readonly ports: Ports | undefined;
	/** What is sent waits for the end of our side, and goes with it (TCP_CORK in tcp(7)). */
	readonly halfCloses: boolean;
};

/** Opens a socket: its descriptor, or a negated errno. */
export function openDialSocket({address, sendBuffer, recvBuffer, halfCloses}: DialOptions): number {
	try {
		const fd = openSocketFor(address);
		setOption(fd, halfCloses ? TCP_CORK : TCP_NODELAY, 1);
		setOption(fd, SO_SNDBUF, sendBuffer);
		setOption(fd, SO_RCVBUF, recvBuffer);
		return fd;
	} catch (error) {
		if (error instanceof SystemError) {
			return -error.errno;
		}

		throw error;
	}
}
