// The key that our programs share where they speak TLS. It is published here: TLS costs the same with it, and keeps nothing secret.
import * as libc from './libc.js';
import {allocateText} from './memory.js';
import {check} from './system-error.js';

const MFD_CLOEXEC = 1;

/** As libnbd and nbdkit have it in a file: `deadweight:000102…0f`. */
export const psk = {
	user: 'deadweight',
	key: Uint8Array.from({length: 16}, (_, index) => index),
};

/** The line of a file with it. */
export const pskLine = `${psk.user}:${Buffer.from(psk.key).toString('hex')}\n`;

/**
 * The path of a file with the key, which GnuTLS reads at each handshake: it ends with the process, and is in no
 * folder (memfd_create(2)). @throws SystemError
 */
export function makePskFile(): string {
	const fd = check(libc.memfdCreate('psk', MFD_CLOEXEC), 'memfd_create');
	const text = allocateText(pskLine);
	check(libc.write(fd, text.address, text.bytes.length), 'write');
	return `/proc/self/fd/${fd}`;
}
