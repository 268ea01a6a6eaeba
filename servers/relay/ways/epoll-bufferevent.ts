// epoll as a bufferevent of libevent uses it: a watch for room is begun before each send, and ended after it.
import {openEpoll} from '../../../linux/epoll.js';
import type {Probe} from '../../../linux/poller.js';
import type {RelayOptions} from '../clients.js';
import type {Forwarder} from '../forwarder.js';
import {deferring} from '../policy.js';
import {Relay} from '../relay.js';

export const kind = 'readiness';

export function probe(): Probe {
	return {ok: true};
}

export function open(options: RelayOptions): Forwarder {
	return new Relay(openEpoll('level', options.warn), deferring, options);
}
