// Begins a connection: a socket with httperf's settings, its local port, and connect(2).
import {EINPROGRESS} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import {
	SO_RCVBUF,
	SO_SNDBUF,
	TCP_NODELAY,
	connectTo,
	openSocket,
	setOption,
} from '../../linux/socket.js';
import {SystemError} from '../../linux/system-error.js';
import type {Ports} from './ports.js';

/** Whereto, and how. */
export type DialOptions = {
	readonly address: string;
	readonly port: number;
	/** Bytes of SO_SNDBUF and SO_RCVBUF. */
	readonly sendBuffer: number;
	readonly recvBuffer: number;
	/** Where local ports come from, if not from the kernel. */
	readonly ports: Ports | undefined;
};

/** Opens a socket: its descriptor, or a negated errno. */
export function openDialSocket({sendBuffer, recvBuffer}: DialOptions): number {
	try {
		const fd = openSocket();
		setOption(fd, TCP_NODELAY, 1);
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

/** Begins to connect `fd`: 0, or an errno. */
export function dial(fd: number, {address, port, ports}: DialOptions): number {
	const unbound = ports?.bind(fd) ?? 0;
	if (unbound !== 0 || connectTo(fd, address, port) === 0) {
		return unbound;
	}

	const errno = libc.errno();
	return errno === EINPROGRESS ? 0 : errno;
}
