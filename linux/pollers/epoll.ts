// epoll(7), level-triggered.
import {openEpoll} from '../epoll.js';
import type {Poller, Probe} from '../poller.js';

export function probe(): Probe {
	return {ok: true};
}

/** Opens a level-triggered epoll set. */
export function open(): Poller {
	return openEpoll('level');
}
