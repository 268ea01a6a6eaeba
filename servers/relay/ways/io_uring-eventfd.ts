// io_uring below a loop of readiness, as Envoy has it: an eventfd hears of completions, epoll watches that.
import {whyNoMultishot} from '../../../linux/io-uring/multishot.js';
import type {Probe} from '../../../linux/poller.js';
import type {RelayOptions} from '../clients.js';
import {CompletionRelay} from '../completion-relay.js';
import type {Forwarder} from '../forwarder.js';
import {waitForEventfd} from '../ring-wait.js';

export const kind = 'completion';

export function probe(): Probe {
	const reason = whyNoMultishot();
	return reason === undefined ? {ok: true} : {ok: false, reason};
}

export function open(options: RelayOptions): Forwarder {
	return new CompletionRelay(waitForEventfd(options.warn), options);
}
