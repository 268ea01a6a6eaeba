// What whoever started a program that waits in Node's own loop asks of it: reports, on standard input, and
// its end.
import {createInterface} from 'node:readline';
import {isInputWatched} from '../linux/standard-input.js';

/** Heard from the beginning, and answered once there is something to tell. */
export class Requests {
	/** Settles with the reason, when this program is to end: SIGTERM, SIGINT or the end of standard input. */
	readonly told: Promise<string>;
	#answer: () => void;
	/** Questions that nobody could answer yet. */
	#waiting = 0;

	constructor() {
		this.#answer = () => {
			this.#waiting++;
		};
		this.told = new Promise(resolve => {
			for (const signal of ['SIGTERM', 'SIGINT'] as const) {
				process.on(signal, () => {
					resolve(signal);
				});
			}

			if (isInputWatched()) {
				createInterface(process.stdin)
					.on('line', line => {
						if (line === 'report') {
							this.#answer();
						}
					})
					.on('close', () => {
						resolve('standard input closed');
					});
			}
		});
	}

	/**
	 * Answers by `report` from now on, one after the other: each asks the server. Rejects with the first
	 * failure, and settles no other way.
	 */
	async answer(report: () => Promise<void>): Promise<never> {
		return new Promise((_, reject) => {
			let last = Promise.resolve();
			this.#answer = () => {
				last = last.then(report).catch(reject);
			};
			for (; this.#waiting > 0; this.#waiting--) {
				this.#answer();
			}
		});
	}
}
