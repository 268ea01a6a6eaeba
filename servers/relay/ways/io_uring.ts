// io_uring as well as it can be used: multishot receives, sends of a turn together, one call a turn.
import {whyNoMultishot} from '../../../linux/io-uring/multishot.js';
import type {Probe} from '../../../linux/poller.js';
import type {RelayOptions} from '../clients.js';
import {CompletionRelay} from '../completion-relay.js';
import type {Forwarder} from '../forwarder.js';
import {waitInRing} from '../ring-wait.js';

export const kind = 'completion';

export function probe(): Probe {
	const reason = whyNoMultishot();
	return reason === undefined ? {ok: true} : {ok: false, reason};
}

export function open(options: RelayOptions): Forwarder {
	return new CompletionRelay(waitInRing('deferred', options.warn), options);
}
