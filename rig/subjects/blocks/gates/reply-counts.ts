// Two independent counts of the same replies.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'reads and writes of the whole load, as both sides count them',
	check({before, last, result: {total}}) {
		const found = {
			reads: last.reads.count - before.reads.count,
			writes: last.writes.count - before.writes.count,
		};
		return found.reads === total.reads && found.writes === total.writes
			? undefined
			: `the server counts ${found.reads} reads and ${found.writes} writes, blockload ${total.reads} and ${total.writes}`;
	},
} satisfies BlocksGate;
