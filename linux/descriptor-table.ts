// The table of this process's descriptors, made large enough before it is needed.
import * as libc from './libc.js';
import {check} from './system-error.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const F_DUPFD_CLOEXEC = 1030;

/**
 * Makes room for `count` descriptors at once. The kernel doubles the table whenever it is full, and
 * in a process of several threads, as Node's is, waits each time for an RCU grace period
 * (expand_fdtable() in fs/file.c): some 10 ms, eight times on the way to 16 000 descriptors.
 * @throws SystemError EINVAL where `count` exceeds RLIMIT_NOFILE.
 */
export function reserveDescriptors(count: number): void {
	const fd = check(libc.socket(AF_UNIX, SOCK_STREAM, 0), 'socket');
	try {
		libc.close(check(libc.fcntl(fd, F_DUPFD_CLOEXEC, count - 1), 'fcntl'));
	} finally {
		libc.close(fd);
	}
}
