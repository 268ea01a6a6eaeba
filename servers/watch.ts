// A watched descriptor that is no connection: a listening socket, or standard input.
import {type Poller, READABLE} from '../linux/poller.js';

/** Keeps one descriptor watched for input, whatever the poller's trigger. */
export class Watch {
	readonly #poller: Poller;
	#armed = READABLE;
	#removed = false;

	/** Arms the watch. `token` must be a new one of `fd`. */
	constructor(
		poller: Poller,
		readonly fd: number,
		readonly token: number,
	) {
		this.#poller = poller;
		poller.add(fd, token, READABLE);
	}

	/** To be called after each event, and to end a pause. */
	rearm(): void {
		if (!this.#removed && (this.#poller.trigger === 'oneshot' || this.#armed === 0)) {
			this.#want(READABLE);
		}
	}

	/** Stops the events: a level-triggered watch that nobody serves would end every wait at once. */
	pause(): void {
		if (this.#poller.trigger === 'oneshot') {
			this.#armed = 0;
		} else {
			this.#want(0);
		}
	}

	remove(): void {
		this.#removed = true;
		this.#poller.remove(this.fd, this.token);
	}

	#want(want: number): void {
		const was = this.#poller.trigger === 'oneshot' ? 0 : this.#armed;
		this.#poller.modify(this.fd, this.token, was, want);
		this.#armed = want;
	}
}
