// Which engine a load client has: the one that was asked for, or the best that is here.
import type {Engine} from './engine.js';
import {openEpollEngine} from './engines/epoll.js';
import {openTlsEngine} from './engines/tls.js';
import {openUringEngine, whyNoUring} from './engines/io_uring.js';
import type {Options} from './options.js';

/**
 * Opens the engine called `engine`, or the first that this kernel has; inside TLS, epoll's.
 * @throws Error with a message for people where that engine cannot be had.
 */
export function openEngine({
	engine: name,
	numConns,
	security,
}: Pick<Options, 'engine' | 'numConns' | 'security'>): Engine {
	if (security === 'tls') {
		if (name === 'io_uring') {
			throw new Error(
				'--engine io_uring does not go with --security tls: GnuTLS reads its socket itself',
			);
		}

		return openTlsEngine();
	}

	const reason = name === 'epoll' ? undefined : whyNoUring();
	if (name === 'io_uring' && reason !== undefined) {
		throw new Error(`--engine io_uring: ${reason}; --engine epoll needs none of it`);
	}

	return name === 'epoll' || reason !== undefined ? openEpollEngine() : openUringEngine(numConns);
}
