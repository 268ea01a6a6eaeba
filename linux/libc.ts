// The C library's functions that we call: koffi is imported here, and for GnuTLS (gnutls.ts).
//
// Pointers cross as plain numbers (an address in user space has 47 bits, a double holds 53): they
// convert several times faster than koffi's pointer types, and address memory of our own (memory.ts).
import koffi from 'koffi';

const libc = koffi.load(null);

/** An address in this process, as in {@link Memory.address}. */
export type Address = number;

type Count = number;
type Descriptor = number;

export const read: (fd: Descriptor, buffer: Address, length: number) => Count = libc.func(
	'int64 read(int, int64, int64)',
);
export const write: (fd: Descriptor, buffer: Address, length: number) => Count = libc.func(
	'int64 write(int, int64, int64)',
);
/** writev(2), with the address of an array of struct iovec. */
export const writev: (fd: Descriptor, parts: Address, count: number) => Count = libc.func(
	'int64 writev(int, int64, int)',
);
export const close: (fd: Descriptor) => number = libc.func('int close(int)');
export const pipe2: (pair: Address, flags: number) => number = libc.func('int pipe2(int64, int)');

/** ioctl(2) with the address of an argument. */
export const ioctl: (fd: Descriptor, request: number, argument: Address) => number = libc.func(
	'int ioctl(int, uint64, int64)',
);

/** fcntl(2) with an integer argument. */
export const fcntl: (fd: Descriptor, command: number, argument: number) => number = libc.func(
	'int fcntl(int, int, int)',
);

export const socket: (domain: number, type: number, protocol: number) => Descriptor = libc.func(
	'int socket(int, int, int)',
);
export const bindSocket: (fd: Descriptor, address: Address, length: number) => number = libc.func(
	'int bind(int, int64, uint32)',
);
export const listen: (fd: Descriptor, backlog: number) => number =
	libc.func('int listen(int, int)');
export const accept4: (
	fd: Descriptor,
	address: Address,
	length: Address,
	flags: number,
) => Descriptor = libc.func('int accept4(int, int64, int64, int)');
export const connect: (fd: Descriptor, address: Address, length: number) => number = libc.func(
	'int connect(int, int64, uint32)',
);
/** recv(2) and send(2): on sockets, cheaper than read(2) and write(2), which go by way of the VFS. */
export const recv: (fd: Descriptor, buffer: Address, length: number, flags: number) => Count =
	libc.func('int64 recv(int, int64, uint64, int)');
export const send: (fd: Descriptor, buffer: Address, length: number, flags: number) => Count =
	libc.func('int64 send(int, int64, uint64, int)');
/** sendmsg(2) and recvmsg(2), with the address of a struct msghdr. */
export const sendmsg: (fd: Descriptor, message: Address, flags: number) => Count = libc.func(
	'int64 sendmsg(int, int64, int)',
);
export const recvmsg: (fd: Descriptor, message: Address, flags: number) => Count = libc.func(
	'int64 recvmsg(int, int64, int)',
);
export const shutdown: (fd: Descriptor, how: number) => number =
	libc.func('int shutdown(int, int)');
export const setsockopt: (
	fd: Descriptor,
	level: number,
	name: number,
	value: Address,
	length: number,
) => number = libc.func('int setsockopt(int, int, int, int64, uint32)');
export const getsockopt: (
	fd: Descriptor,
	level: number,
	name: number,
	value: Address,
	length: Address,
) => number = libc.func('int getsockopt(int, int, int, int64, int64)');
export const getsockname: (fd: Descriptor, address: Address, length: Address) => number = libc.func(
	'int getsockname(int, int64, int64)',
);
export const socketpair: (domain: number, type: number, protocol: number, pair: Address) => number =
	libc.func('int socketpair(int, int, int, int64)');

export const select: (
	count: number,
	read: Address,
	write: Address,
	except: Address,
	timeout: Address,
) => Count = libc.func('int select(int, int64, int64, int64, int64)');
export const poll: (fds: Address, count: number, timeoutMs: number) => Count = libc.func(
	'int poll(int64, uint64, int)',
);
export const epollCreate1: (flags: number) => Descriptor = libc.func('int epoll_create1(int)');
export const epollCtl: (epfd: Descriptor, op: number, fd: Descriptor, event: Address) => number =
	libc.func('int epoll_ctl(int, int, int, int64)');
export const epollWait: (
	epfd: Descriptor,
	events: Address,
	capacity: number,
	timeoutMs: number,
) => Count = libc.func('int epoll_wait(int, int64, int, int)');

export const clockGettime: (clock: number, time: Address) => number = libc.func(
	'int clock_gettime(int, int64)',
);

export const memcmp: (a: Address, b: Address, length: number) => number = libc.func(
	'int memcmp(int64, int64, uint64)',
);

/** getrusage(2), with the address of a struct rusage. */
export const getrusage: (who: number, usage: Address) => number = libc.func(
	'int getrusage(int, int64)',
);

/** usleep(3), in microseconds. */
export const usleep: (microseconds: number) => number = libc.func('int usleep(uint32)');

export const unshare: (flags: number) => number = libc.func('int unshare(int)');

export const eventfd: (initial: number, flags: number) => Descriptor = libc.func(
	'int eventfd(uint32, int)',
);
export const timerfdCreate: (clock: number, flags: number) => Descriptor = libc.func(
	'int timerfd_create(int, int)',
);
export const timerfdSettime: (
	fd: Descriptor,
	flags: number,
	value: Address,
	old: Address,
) => number = libc.func('int timerfd_settime(int, int, int64, int64)');

export const mmap: (
	at: Address,
	length: number,
	protection: number,
	flags: number,
	fd: Descriptor,
	offset: number,
) => Address = libc.func('int64 mmap(int64, uint64, int, int, int, int64)');
export const munmap: (at: Address, length: number) => number = libc.func(
	'int munmap(int64, uint64)',
);

/** memcpy(3), between memory that is known by its address: no view is made for it. */
export const memcpy: (to: Address, from: Address, length: number) => Address = libc.func(
	'int64 memcpy(int64, int64, uint64)',
);

export const memfdCreate: (name: string, flags: number) => Descriptor = libc.func(
	'int memfd_create(const char *, uint32)',
);

export const schedSetaffinity: (tid: number, size: number, mask: Address) => number = libc.func(
	'int sched_setaffinity(int, uint64, int64)',
);

export const prctl: (option: number, a: number, b: number, c: number, d: number) => number =
	libc.func('int prctl(int, uint64, uint64, uint64, uint64)');

/** syscall(2): for what the C library has no wrapper for (aio, io_uring). */
export const syscall: (
	number: number,
	a: number,
	b: number,
	c: number,
	d: number,
	e: number,
	f: number,
) => number = libc.func('int64 syscall(int64, int64, int64, int64, int64, int64, int64)');

/** This thread's errno: its address is a constant of the thread (errno(3), "thread-local"). */
const errnoWord = new Int32Array(viewOf(errnoAddress(), 4));

/**
 * errno(3) as the last failed call on this thread left it: read it before any other call.
 *
 * It is read where it is, not by a call: V8 may collect garbage on the way into a function, and what
 * it asks of the kernel then sets errno where it fails. It has not been seen to
 * (linux/test/errno.ts), and a load leaves the least room for it. It is also cheaper.
 */
export function errno(): number {
	return errnoWord[0] as number;
}

/** Forgets it: a library may fail by itself, and then leaves it as it was. */
export function clearErrno(): void {
	errnoWord[0] = 0;
}

function errnoAddress(): Address {
	return (libc.func('int64 __errno_location()') as () => Address)();
}

/** The names of the errno values here, such as EAGAIN. */
export const errnoValues: Readonly<Record<string, number>> = koffi.os.errno;

/** Where the bytes of `buffer` are. V8 never moves them; `buffer` must stay reachable while in use. */
export function addressOf(buffer: ArrayBuffer): Address {
	return Number(koffi.address(buffer));
}

/** The `length` bytes mapped at `address`, shared with the kernel: not a copy. */
export function viewOf(address: Address, length: number): ArrayBuffer {
	return koffi.view(BigInt(address), length);
}
