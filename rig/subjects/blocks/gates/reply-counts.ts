// Two independent counts of the same replies.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'reads and writes of the whole load, as both sides count them',
	leftOut: ({last}) =>
		last.reads === undefined
			? 'the server does not tell how many reads and writes it has answered'
			: undefined,
	check({before, last, result: {total}}) {
		const found = {
			reads: (last.reads?.count ?? 0) - (before.reads?.count ?? 0),
			writes: (last.writes?.count ?? 0) - (before.writes?.count ?? 0),
		};
		return found.reads === total.reads && found.writes === total.writes
			? undefined
			: `the server counts ${found.reads} reads and ${found.writes} writes, blockload ${total.reads} and ${total.writes}`;
	},
} satisfies BlocksGate;
