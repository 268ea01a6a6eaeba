// What a program that waits in Node's own loop is told: to report, and to end.
import {createInterface} from 'node:readline';
import {isInputWatched} from '../linux/standard-input.js';

/** Until SIGTERM, SIGINT or the end of standard input: which it was. */
export async function untilTold(): Promise<string> {
	return new Promise(resolve => {
		for (const signal of ['SIGTERM', 'SIGINT'] as const) {
			process.on(signal, () => {
				resolve(signal);
			});
		}

		if (isInputWatched()) {
			process.stdin.on('end', () => {
				resolve('standard input closed');
			});
		}
	});
}

/** One after the other: each takes a while. Rejects with the first failure, and settles no other way. */
export async function answerReports(report: () => Promise<void>): Promise<never> {
	return new Promise((_, reject) => {
		if (!isInputWatched()) {
			return;
		}

		let last = Promise.resolve();
		createInterface(process.stdin).on('line', line => {
			if (line === 'report') {
				last = last.then(report).catch(reject);
			}
		});
	});
}
