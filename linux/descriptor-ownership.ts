// A table of descriptors that this thread alone uses.
import * as libc from './libc.js';
import {EPERM} from './errno.js';
import {SystemError} from './system-error.js';

const CLONE_FILES = 0x400;

/**
 * Ends the sharing of descriptors with this process's other threads (unshare(2)). The kernel then
 * finds a descriptor without counting a reference to it, as for a program of one thread: a few
 * percent of a small request. Node's other threads keep a copy of what is open now, so this is for a
 * program that opens no file through them afterwards: to be called once it is set up, and before it
 * opens its sockets. Where a sandbox forbids unshare(2), as containers without CAP_SYS_ADMIN do, the
 * table stays shared: that is slower, and nothing else.
 */
export function ownDescriptors(): void {
	if (libc.unshare(CLONE_FILES) === -1) {
		const errno = libc.errno();
		if (errno !== EPERM) {
			throw new SystemError('unshare', errno);
		}
	}
}
