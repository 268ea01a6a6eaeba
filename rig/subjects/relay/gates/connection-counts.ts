// Two independent counts of the same requests: one on each connection may be under way when the load ends.
import {requestsOf} from '../figures.js';
import type {RelayGate} from '../judged.js';

export default {
	watches: 'requests that the relay forwarded less replies that httperf got',
	leftOut: ({before, after, levels}) =>
		requestsOf({levels}, before, after) === undefined
			? 'the relay does not tell how many requests it has forwarded'
			: undefined,
	check({levels, result, before, after}) {
		const forwarded = requestsOf({levels}, before, after) ?? 0;
		const {replies} = result.total;
		return replies > 0 && Math.abs(forwarded - replies) <= levels.connections
			? undefined
			: `the relay forwarded ${forwarded} requests, httperf got ${replies} replies`;
	},
} satisfies RelayGate;
