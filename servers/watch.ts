// A watched descriptor that is no connection: a listening socket, or standard input.
import {mayPass} from '../linux/errno-class.js';
import {type Poller, READABLE} from '../linux/poller.js';
import {SystemError} from '../linux/system-error.js';

/** Keeps one descriptor watched for input, whatever the poller's trigger. */
export class Watch {
	readonly #poller: Poller;
	readonly #isOneshot: boolean;
	#armed = READABLE;
	#wanted = READABLE;
	#removed = false;

	/** Arms the watch. `token` must be a new one of `fd`; `exclusive` is the poller's, where that is asked for. */
	constructor(
		poller: Poller,
		readonly fd: number,
		readonly token: number,
		private readonly exclusive = 0,
	) {
		this.#poller = poller;
		this.#isOneshot = poller.trigger === 'oneshot';
		poller.add(fd, token, READABLE | exclusive);
	}

	/** To be called after each event, and to end a pause. */
	rearm(): void {
		this.#want(READABLE);
	}

	/**
	 * Stops the events, to be called after one: a level-triggered watch that nobody serves would end
	 * every wait at once.
	 */
	pause(): void {
		this.#want(0);
	}

	/** To be called after each turn: what the poller had no memory for is tried again. */
	endTurn(): void {
		if (this.#wanted !== this.#armed && !this.#removed) {
			this.#settle();
		}
	}

	remove(): void {
		this.#removed = true;
		this.#poller.remove(this.fd, this.token);
	}

	#want(want: number): void {
		if (this.#isOneshot) {
			this.#armed = 0;
		}

		this.#wanted = want;
		this.endTurn();
	}

	#settle(): void {
		try {
			this.#change();
			this.#armed = this.#wanted;
		} catch (error) {
			if (!(error instanceof SystemError && mayPass(error.errno))) {
				throw error;
			}
		}
	}

	/** An exclusive watch cannot be modified: it ends, or begins anew. */
	#change(): void {
		if (this.exclusive === 0) {
			this.#poller.modify(this.fd, this.token, this.#armed, this.#wanted);
		} else if (this.#wanted === 0) {
			this.#poller.remove(this.fd, this.token);
		} else {
			this.#poller.add(this.fd, this.token, this.#wanted | this.exclusive);
		}
	}
}
