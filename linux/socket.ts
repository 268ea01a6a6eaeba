// TCP sockets over IPv4 and IPv6, as tcp(7), ip(7), ipv6(7) and socket(7) describe them.
import {AF_INET, familyOf, MOST_SOCKADDR_BYTES, sockaddrBytes, writeSockaddr} from './address.js';
import * as libc from './libc.js';
import {type Memory, allocate} from './memory.js';
import {check} from './system-error.js';

const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const IPPROTO_IP = 0;
const IPPROTO_TCP = 6;
const SHUT_WR = 1;
/** Of send(2): a peer that is gone is an errno, and no SIGPIPE. */
export const MSG_NOSIGNAL = 0x4000;
/** Of send(2): more is to come, so that what is no full segment waits for it (tcp(7): as TCP_CORK). */
export const MSG_MORE = 0x8000;
const SIOCOUTQ = 0x5411;
const F_GETFL = 3;
const F_SETFL = 4;

/** For how long a connection without data is kept from whoever listens. */
const DEFER_SECONDS = 5;

const scratch = allocate(64);
const lengthAt = 32;
const valueAt = 48;

/** Options of {@link setOption}, as [level, name]. */
const SO_REUSEADDR: SocketOption = [SOL_SOCKET, 2];
const SO_REUSEPORT: SocketOption = [SOL_SOCKET, 15];
export const SO_ERROR: SocketOption = [SOL_SOCKET, 4];
export const SO_SNDBUF: SocketOption = [SOL_SOCKET, 7];
export const SO_RCVBUF: SocketOption = [SOL_SOCKET, 8];
export const TCP_NODELAY: SocketOption = [IPPROTO_TCP, 1];
/** Part of a segment is held back until more comes, or the end of the stream: both then go in one. */
export const TCP_CORK: SocketOption = [IPPROTO_TCP, 3];
/** Of a listening socket, in seconds: a connection is accepted once data of it has come. */
const TCP_DEFER_ACCEPT: SocketOption = [IPPROTO_TCP, 9];
/** Set to 0 before connect(): the handshake's last ACK waits for the first data and travels with it. */
export const TCP_QUICKACK: SocketOption = [IPPROTO_TCP, 12];
/** Leaves the choice of the port to connect(), so that ports are only unique per 4-tuple (Linux 4.2). */
export const IP_BIND_ADDRESS_NO_PORT: SocketOption = [IPPROTO_IP, 24];

type SocketOption = readonly [level: number, name: number];

/** Opens a TCP socket, close-on-exec and non-blocking, of an address family: IPv4 unless another is named. */
export function openSocket(family = AF_INET): number {
	return check(libc.socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), 'socket');
}

/** Opens a TCP socket as {@link openSocket} whose calls wait: operations of a ring do so elsewhere. */
export function openBlockingSocket({bytes}: Memory): number {
	return check(libc.socket(bytes[0] as number, SOCK_STREAM | SOCK_CLOEXEC, 0), 'socket');
}

/** Opens a TCP socket as {@link openSocket}, for the address that {@link encodeAddress} made. */
export function openSocketFor({bytes}: Memory): number {
	return openSocket(bytes[0]);
}

/**
 * Opens a listening socket on `address`:`port` (0: any free port). With `reusePort` others that ask for
 * it too may listen there, each with a queue of its own (SO_REUSEPORT in socket(7)). With `deferAccept` a
 * connection is accepted once data of it has come (TCP_DEFER_ACCEPT in tcp(7)).
 */
export function listenOn(
	address: string,
	port: number,
	backlog: number,
	{reusePort = false, deferAccept = false} = {},
): number {
	const fd = holdPort(address, port, {reusePort});
	try {
		if (deferAccept) {
			setOption(fd, TCP_DEFER_ACCEPT, DEFER_SECONDS);
		}

		check(libc.listen(fd, backlog), 'listen');
		return fd;
	} catch (error) {
		libc.close(fd);
		throw error;
	}
}

/**
 * Binds a socket to `address`:`port` (0: any free port). Until it is closed nobody is given that port;
 * who asks for it and has set SO_REUSEADDR too, as servers do, can listen there (socket(7)).
 */
export function holdPort(address: string, port: number, {reusePort = false} = {}): number {
	const fd = openSocket(familyOf(address));
	try {
		setOption(fd, SO_REUSEADDR, 1);
		if (reusePort) {
			setOption(fd, SO_REUSEPORT, 1);
		}

		check(bindTo(fd, address, port), 'bind');
		return fd;
	} catch (error) {
		libc.close(fd);
		throw error;
	}
}

/** Accepts a connection as a non-blocking, close-on-exec descriptor; -1 with errno set, as accept4(2). */
export function acceptFrom(listener: number): number {
	return libc.accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/**
 * A sockaddr of `address`:`port` to keep, for {@link bindToEncoded} and {@link connectToEncoded}:
 * whoever opens connection after connection to the same few addresses encodes each once.
 */
export function encodeAddress(address: string, port: number): Memory {
	const memory = allocate(sockaddrBytes(address));
	writeSockaddr(memory, address, port);
	return memory;
}

/** bind(2) to what {@link encodeAddress} made: 0, or -1 with errno set. */
export function bindToEncoded(fd: number, address: Memory): number {
	return libc.bindSocket(fd, address.address, address.bytes.length);
}

/** connect(2) to what {@link encodeAddress} made: as {@link connectTo}. */
export function connectToEncoded(fd: number, address: Memory): number {
	return libc.connect(fd, address.address, address.bytes.length);
}

/** bind(2): 0, or -1 with errno set. */
export function bindTo(fd: number, address: string, port: number): number {
	return libc.bindSocket(fd, scratch.address, writeSockaddr(scratch, address, port));
}

/** connect(2): 0, or -1 with errno set (EINPROGRESS where the socket is non-blocking). */
export function connectTo(fd: number, address: string, port: number): number {
	return libc.connect(fd, scratch.address, writeSockaddr(scratch, address, port));
}

/** The port that `fd` is bound to. */
export function portOf(fd: number): number {
	scratch.i32[lengthAt >> 2] = MOST_SOCKADDR_BYTES;
	check(libc.getsockname(fd, scratch.address, scratch.address + lengthAt), 'getsockname');
	return ((scratch.bytes[2] as number) << 8) | (scratch.bytes[3] as number);
}

/** setsockopt(2) with an integer. */
export function setOption(fd: number, [level, name]: SocketOption, value: number): void {
	scratch.i32[valueAt >> 2] = value;
	check(libc.setsockopt(fd, level, name, scratch.address + valueAt, 4), 'setsockopt');
}

/** getsockopt(2) of an integer. */
export function getOption(fd: number, [level, name]: SocketOption): number {
	scratch.i32[lengthAt >> 2] = 4;
	check(
		libc.getsockopt(fd, level, name, scratch.address + valueAt, scratch.address + lengthAt),
		'getsockopt',
	);
	return scratch.i32[valueAt >> 2] as number;
}

/** Makes close() reset the connection: no TIME_WAIT is left on either side (SO_LINGER of 0 s). */
export function setResetOnClose(fd: number): void {
	scratch.i32[valueAt >> 2] = 1;
	scratch.i32[(valueAt >> 2) + 1] = 0;
	check(libc.setsockopt(fd, SOL_SOCKET, 13, scratch.address + valueAt, 8), 'setsockopt');
}

/**
 * Has accept(2) and recv(2) on `fd` give up after `seconds`, with EAGAIN. They are then not begun again
 * after a signal either, whatever its handler's flags are (signal(7), SO_RCVTIMEO).
 */
export function setReceiveTimeout(fd: number, seconds: number): void {
	const {address, i32} = scratch;
	i32.fill(0, 0, 4);
	i32[0] = seconds;
	check(libc.setsockopt(fd, SOL_SOCKET, 20, address, 16), 'setsockopt');
}

/** Makes calls on `fd` wait (fcntl(2), O_NONBLOCK off). */
export function setBlocking(fd: number): void {
	const flags = check(libc.fcntl(fd, F_GETFL, 0), 'fcntl');
	check(libc.fcntl(fd, F_SETFL, flags & ~SOCK_NONBLOCK), 'fcntl');
}

/** Makes calls on `fd` return EAGAIN where they would wait (fcntl(2), O_NONBLOCK). */
export function setNonBlocking(fd: number): void {
	const flags = check(libc.fcntl(fd, F_GETFL, 0), 'fcntl');
	check(libc.fcntl(fd, F_SETFL, flags | SOCK_NONBLOCK), 'fcntl');
}

/**
 * How many bytes `fd` has sent that the peer's kernel has not acknowledged (SIOCOUTQ, tcp(7)). Where
 * that is none, the peer's kernel has the connection: a full accept queue there drops the last
 * packet of the handshake, and lets us believe that the connection is established.
 */
export function unacknowledgedBytes(fd: number): number {
	check(libc.ioctl(fd, SIOCOUTQ, scratch.address + valueAt), 'ioctl');
	return scratch.i32[valueAt >> 2] as number;
}

/** Ends the sending side: the peer reads the end of the stream after what was sent. */
export function shutdownSend(fd: number): number {
	return libc.shutdown(fd, SHUT_WR);
}

/** Closes `fd` at once with a reset. */
export function resetSocket(fd: number): void {
	setResetOnClose(fd);
	libc.close(fd);
}
