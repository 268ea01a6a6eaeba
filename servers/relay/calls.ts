// The system calls that a relay makes for its connections, however it waits: each is made here, and counted.
import * as libc from '../../linux/libc.js';
import {TCP_NODELAY, resetSocket, setOption, shutdownSend} from '../../linux/socket.js';

/** Calls by the kernel's names for them. */
export class Calls {
	protected readonly made = {socket: 0, setsockopt: 0, shutdown: 0, close: 0};

	/** As in RelayIo. */
	hurry(fd: number): void {
		this.made.setsockopt++;
		try {
			setOption(fd, TCP_NODELAY, 1);
		} catch {
			// It is slower then, and nothing else.
		}
	}

	shut(fd: number): void {
		this.made.shutdown++;
		shutdownSend(fd);
	}

	close(fd: number): void {
		this.made.close++;
		libc.close(fd);
	}

	/** Closes with a reset. */
	reset(fd: number): void {
		this.made.setsockopt++;
		this.made.close++;
		resetSocket(fd);
	}
}
