// Two independent counts of the same connections.
import type {RelayGate} from '../judged.js';

/** One may be under way when the load ends. */
const MOST = 1;

export default {
	watches: 'connections that the relay forwarded less replies that httperf got',
	check({result, before, after}) {
		const forwarded = after.origin.begun - before.origin.begun;
		const {replies} = result.total;
		return replies > 0 && Math.abs(forwarded - replies) <= MOST
			? undefined
			: `the relay forwarded ${forwarded} connections, httperf got ${replies} replies`;
	},
} satisfies RelayGate;
