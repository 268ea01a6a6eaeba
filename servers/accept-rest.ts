// When to accept: a listening socket that met a limit of descriptors or memory rests for a while.
import {ECONNABORTED, EINTR, EMFILE, ENFILE, ENOBUFS, ENOMEM} from '../linux/errno.js';
import {describeErrno} from '../linux/system-error.js';
import {shorterWait} from './lingering.js';

const RETRY_MS = 100;

const remedies: Readonly<Record<number, string>> = {
	[EMFILE]: 'RLIMIT_NOFILE is used up; raise it with ulimit -n',
	[ENFILE]: 'fs.file-max is used up; raise it with sysctl fs.file-max',
	[ENOBUFS]: 'the kernel is out of socket memory; see sysctl net.ipv4.tcp_mem',
	[ENOMEM]: 'the kernel is out of memory',
};

/** Whether accepting rests, and until when. New connections wait in the listen backlog meanwhile. */
export class AcceptRest {
	#until = 0;

	/** Whether accepting rests now. */
	get isResting(): boolean {
		return this.#until !== 0;
	}

	/** Begins a rest after accept failed with `errno`. Returns what to tell the operator. */
	begin(errno: number): string {
		this.#until = Date.now() + RETRY_MS;
		const [code, text] = describeErrno(errno);
		return `accept: ${text} (${code}): new connections wait in the backlog; ${remedies[errno] ?? ''}`;
	}

	/** Ends the rest where its time is over, or a descriptor was `freed`. Returns whether it ended. */
	end(freed: boolean): boolean {
		if (this.#until === 0 || (!freed && Date.now() < this.#until)) {
			return false;
		}

		this.#until = 0;
		return true;
	}

	/** The longest that a wait may take: `timeoutMs`, or less during a rest. */
	limitWait(timeoutMs: number): number {
		return this.#until === 0 ? timeoutMs : shorterWait(timeoutMs, RETRY_MS);
	}
}

/** Whether accept failed because of a limit that may pass. */
export function isLimit(errno: number): boolean {
	return errno in remedies;
}

/** Whether accept failed for one connection alone (accept(2), "Error handling"): the next may do. */
export function isPassing(errno: number): boolean {
	return errno === ECONNABORTED || errno === EINTR;
}
