// io_uring whose submissions a thread of the kernel's takes: no call to submit, and a processor for that thread.
import {availableParallelism} from 'node:os';
import {pinTo} from '../../../linux/cpu.js';
import {whyNoMultishot} from '../../../linux/io-uring/multishot.js';
import type {Probe} from '../../../linux/poller.js';
import type {RelayOptions} from '../clients.js';
import {CompletionRelay} from '../completion-relay.js';
import type {Forwarder} from '../forwarder.js';
import {waitInRing} from '../ring-wait.js';

export const kind = 'completion';

/** The relay's, its kernel thread's, and one for all that it works for. */
const PROCESSORS = 3;

/** The thread is one of this process's, and its processor time is counted with it. */
export function probe(cpus?: readonly number[]): Probe {
	const here = availableParallelism();
	const hasOwn = cpus === undefined ? here >= PROCESSORS : cpus.length > 1;
	const reason = hasOwn
		? whyNoMultishot()
		: `its kernel thread needs a processor to itself: there are ${here} here, and it takes one for the relay, one for that thread and one for whatever loads it; --cpus 0,1 gives it two of them`;
	return reason === undefined ? {ok: true} : {ok: false, reason};
}

/** Of the processors that it is told, the last is the kernel thread's. */
export function open(options: RelayOptions, cpus: readonly number[] | undefined): Forwarder {
	if (cpus) {
		pinTo(cpus.slice(0, -1));
	}

	return new CompletionRelay(waitInRing({polledOn: cpus?.at(-1)}, options.warn), options);
}
