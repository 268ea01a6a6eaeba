// epoll(7), level-triggered.
import {openEpoll} from '../epoll.js';
import type {Poller, Probe, Warn} from '../poller.js';

/** The study of 2002 calls epoll's system calls sys_epoll. */
export const aliases = ['sys-epoll', 'sys_epoll'];

export function probe(): Probe {
	return {ok: true};
}

/** Opens a level-triggered epoll set. */
export function open(_capacity: number, warn?: Warn): Poller {
	return openEpoll('level', warn);
}
