// epoll, edge-triggered, as Envoy uses it: one watch a connection, and receives until EAGAIN.
import {openEpoll} from '../../../linux/epoll.js';
import type {Probe} from '../../../linux/poller.js';
import type {RelayOptions} from '../clients.js';
import type {Forwarder} from '../forwarder.js';
import {edgeTriggered} from '../policy.js';
import {Relay} from '../relay.js';

export const kind = 'readiness';

export function probe(): Probe {
	return {ok: true};
}

export function open(options: RelayOptions): Forwarder {
	return new Relay(openEpoll('edge', options.warn), edgeTriggered, options);
}
