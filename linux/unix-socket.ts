// Stream sockets that are found by a path, as unix(7) describes them.
import * as libc from './libc.js';
import {type Memory, allocate} from './memory.js';
import {check} from './system-error.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;

const FAMILY_BYTES = 2;
/** Bytes of sun_path; the path ends with a zero byte. */
const PATH_BYTES = 108;

/** Opens a Unix stream socket, close-on-exec, non-blocking unless `blocking`. */
export function openUnixSocket({blocking = false} = {}): number {
	const type = SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
	return check(libc.socket(AF_UNIX, type, 0), 'socket');
}

/**
 * Opens a listening socket at `path`, which must not exist.
 * @throws SystemError, or TypeError where the path is too long.
 */
export function listenAt(path: string, backlog: number): number {
	const name = encodePath(path);
	const fd = openUnixSocket();
	try {
		check(libc.bindSocket(fd, name.address, name.bytes.length), 'bind');
		check(libc.listen(fd, backlog), 'listen');
		return fd;
	} catch (error) {
		libc.close(fd);
		throw error;
	}
}

/** connect(2): 0, or -1 with errno set. @throws TypeError where the path is too long. */
export function connectToPath(fd: number, path: string): number {
	const name = encodePath(path);
	return libc.connect(fd, name.address, name.bytes.length);
}

/** A sockaddr_un. */
function encodePath(path: string): Memory {
	const bytes = Buffer.from(path, 'utf8');
	if (bytes.length === 0 || bytes.length >= PATH_BYTES || bytes.includes(0)) {
		throw new TypeError(
			`${path} is no path of a Unix socket: those have 1 to ${PATH_BYTES - 1} bytes`,
		);
	}

	// The rest stays zero, and so ends the path.
	const memory = allocate(FAMILY_BYTES + bytes.length + 1);
	memory.bytes[0] = AF_UNIX;
	memory.bytes.set(bytes, FAMILY_BYTES);
	return memory;
}
