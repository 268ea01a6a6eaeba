// epoll(7) with EPOLLONESHOT: one control call an event, as servers with many threads use it.
import {openEpoll} from '../epoll.js';
import type {Poller, Probe, Warn} from '../poller.js';

export function probe(): Probe {
	return {ok: true};
}

/** Opens an epoll set whose watches are disarmed when they report. */
export function open(_capacity: number, warn?: Warn): Poller {
	return openEpoll('oneshot', warn);
}
