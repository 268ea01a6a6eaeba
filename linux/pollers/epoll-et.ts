// epoll(7), edge-triggered (EPOLLET): one control call a connection, none a request.
import {openEpoll} from '../epoll.js';
import type {Poller, Probe, Warn} from '../poller.js';

export function probe(): Probe {
	return {ok: true};
}

/** Opens an edge-triggered epoll set. */
export function open(_capacity: number, warn?: Warn): Poller {
	return openEpoll('edge', warn);
}
