// When to accept: a listening socket that met a limit of descriptors or memory rests for a while.
import {EINTR, EMFILE, ENFILE, ENOBUFS, ENOMEM} from '../linux/errno.js';
import {isOfAccepted, isShortage} from '../linux/errno-class.js';
import {SystemError, describeErrno} from '../linux/system-error.js';
import {shorterWait} from './lingering.js';

const RETRY_MS = 100;

/**
 * Failures in a row after which it rests: each may have been of a connection of its own, unless the
 * kernel was short of something, which one more try shows.
 */
const MOST_CONNECTIONS = 64;
const MOST_SHORTAGES = 2;

const remedies: Readonly<Record<number, string>> = {
	[EMFILE]: '; RLIMIT_NOFILE is used up; raise it with ulimit -n',
	[ENFILE]: '; fs.file-max is used up; raise it with sysctl fs.file-max',
	[ENOBUFS]: '; the kernel is out of socket memory; see sysctl net.ipv4.tcp_mem',
	[ENOMEM]: '; the kernel is out of memory',
};

/** Whether accepting rests, and until when. New connections wait in the listen backlog meanwhile. */
export class AcceptRest {
	#until = 0;
	#row = 0;
	readonly #warn: (message: string) => void;

	/** `warn` is told why it rests. */
	constructor(warn: (message: string) => void) {
		this.#warn = warn;
	}

	/** Whether accepting rests now. */
	get isResting(): boolean {
		return this.#until !== 0;
	}

	/** Accept did. */
	worked(): void {
		this.#row = 0;
	}

	/**
	 * Accept failed with `errno`. Returns whether to accept again at once; otherwise a rest begins.
	 * @throws SystemError where the socket cannot accept at all.
	 */
	failed(errno: number): boolean {
		const isShort = isShortage(errno);
		if (!isShort && errno !== EINTR && !isOfAccepted(errno)) {
			throw new SystemError('accept', errno);
		}

		if (++this.#row < (isShort ? MOST_SHORTAGES : MOST_CONNECTIONS)) {
			return true;
		}

		this.#until = Date.now() + RETRY_MS;
		const [code, text] = describeErrno(errno);
		this.#warn(
			`accept: ${text} (${code}): new connections wait in the backlog${remedies[errno] ?? ''}`,
		);
		return false;
	}

	/** Ends a rest where its time is over, or a descriptor was `freed`. Returns whether it ended. */
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
