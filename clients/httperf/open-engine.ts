// Which engine a load client has: the one that was asked for, or the best that is here.
import type {Engine, EngineName} from './engine.js';
import {openEpollEngine} from './engines/epoll.js';
import {openUringEngine, whyNoUring} from './engines/io_uring.js';

/**
 * Opens the engine called `name`, or the first that this kernel has.
 * @throws Error with a message for people where that engine cannot be had.
 */
export function openEngine(name: EngineName | undefined, connections: number): Engine {
	const reason = name === 'epoll' ? undefined : whyNoUring();
	if (name === 'io_uring' && reason !== undefined) {
		throw new Error(`--engine io_uring: ${reason}; --engine epoll needs none of it`);
	}

	return name === 'epoll' || reason !== undefined
		? openEpollEngine()
		: openUringEngine(connections);
}
