// The server had time left: something else was the limit, and the rate is only what it can do at least.
import {formatShare} from '../../../method/format.js';
import type {BlocksGate} from '../judged.js';

/** A server that has used this share of its processor had no time left. */
const BUSY = 0.95;

export default {
	watches: "that the limit is the server's processor: busy for 95 % of the window",
	bounds: true,
	check: ({serverShare, result: {window}}) =>
		serverShare < BUSY
			? `the server used ${formatShare(serverShare)} of its processor, blockload ${formatShare(window.cpuShare)} of its own: the rate is a lower bound`
			: undefined,
} satisfies BlocksGate;
