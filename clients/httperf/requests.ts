// Standard input of httperf: `report` is answered, `window TIME` says when one begins, its end stops the run.
import {ERROR, HANGUP, PEER_CLOSED} from '../../linux/poller.js';
import {InputLines} from '../../linux/standard-input.js';

const ENDED = PEER_CLOSED | HANGUP | ERROR;

/** Reads requests whenever descriptor 0 is reported by an edge-triggered poller. */
export class Requests {
	readonly #input = new InputLines();
	readonly #report: () => void;
	readonly #window: (time: number) => void;

	/** `window` is told the time, of CLOCK_MONOTONIC in seconds. */
	constructor(report: () => void, window: (time: number) => void = () => undefined) {
		this.#report = report;
		this.#window = window;
	}

	/** Answers what has come. Returns false where standard input has ended. */
	answer(events: number): boolean {
		// An end that was reported together with a line has no edge of its own; behind it no read waits.
		do {
			const lines = this.#input.read();
			if (!lines) {
				return false;
			}

			for (const line of lines) {
				if (line === 'report') {
					this.#report();
				} else if (line.startsWith('window ')) {
					this.#window(Number(line.slice('window '.length)));
				}
			}
		} while ((events & ENDED) !== 0);
		return true;
	}
}
