// --hog: local ports chosen here, from 1024 upward, instead of from net.ipv4.ip_local_port_range.
import {EADDRINUSE, EADDRNOTAVAIL} from '../../linux/errno.js';
import * as libc from '../../linux/libc.js';
import {bindTo} from '../../linux/socket.js';

const FIRST = 1024;
const LAST = 65_535;

/** Hands out local ports in turn. */
export class Ports {
	#next = FIRST;
	readonly #from: string;

	/** `from` is the address that sockets are bound to: that of all. */
	constructor(from: string) {
		this.#from = from;
	}

	/** Binds `fd` to the next port that is free. Returns 0, or an errno: EADDRNOTAVAIL if none is. */
	bind(fd: number): number {
		for (let tries = FIRST; tries <= LAST; tries++) {
			const port = this.#next;
			this.#next = port === LAST ? FIRST : port + 1;
			if (bindTo(fd, this.#from, port) === 0) {
				return 0;
			}

			const errno = libc.errno();
			if (errno !== EADDRINUSE) {
				return errno;
			}
		}

		return EADDRNOTAVAIL;
	}
}
