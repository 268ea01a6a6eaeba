// Runs blockload: connects, turns until the load has ended, and reports.
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import {openEpoll} from '../../linux/epoll.js';
import {runTurns, stopOnSignals} from '../../linux/main-loop.js';
import {READABLE} from '../../linux/poller.js';
import {InputLines, STANDARD_INPUT, isInputWatched} from '../../linux/standard-input.js';
import {dial} from './dial.js';
import {Load} from './load.js';
import type {BlockloadOptions} from './options.js';
import {isGood, resultOf} from './result.js';
import {Voice} from './voice.js';

/**
 * Loads the disk until the load has ended. Returns whether all was as it should be.
 * @throws Error where the disk cannot be reached.
 */
export async function runLoad(options: BlockloadOptions): Promise<boolean> {
	const stop = stopOnSignals();
	const voice = new Voice(options);
	const dialled = dial(options);
	const poller = openEpoll('level');
	const input = new InputLines();
	using load = new Load(poller, dialled, options, {
		filled(writes) {
			voice.say({event: 'filled', time: monotonicSeconds(), writes});
		},
		measuring() {
			voice.say({event: 'measuring', time: monotonicSeconds()});
		},
		measured() {
			voice.say({event: 'measured', time: monotonicSeconds()});
		},
		input() {
			const lines = input.read();
			if (lines === undefined) {
				stop.reason ??= 'standard input closed';
				return;
			}

			for (const line of lines) {
				if (line === 'report') {
					const {replies} = load.tally;
					voice.say({event: 'report', time: monotonicSeconds(), replies, cpu: cpuTime()});
				}
			}
		},
	});
	if (isInputWatched()) {
		poller.add(STANDARD_INPUT, STANDARD_INPUT, READABLE);
	}

	const {size, isStructured} = dialled;
	const {connections} = options;
	voice.say({event: 'connected', connections, size, structured: isStructured});
	load.begin();
	await runTurns(timeoutMs => {
		const count = load.turn(timeoutMs);
		stop.reason ??= load.reason;
		return count;
	}, stop);
	load.end('stopped');
	const result = resultOf(load);
	voice.result(result);
	return isGood(result);
}
