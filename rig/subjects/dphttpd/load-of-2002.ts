// The load and the server's arguments that the studies of 2002 kept fixed.
import type {DphttpdStudy} from '../../run/study.js';

/** The arguments of its httperf and dphttpd lines; `rate` paces the creation of connections only. */
export const loadOf2002 = {
	connections: 100,
	rate: 100,
	numCalls: 20_000,
	timeout: 5,
	thinkTimeout: 5,
	msgsize: 128,
	maxfds: 20_000,
	stksize: 4096,
} satisfies Omit<DphttpdStudy['fixed'], 'serverCpus'>;
