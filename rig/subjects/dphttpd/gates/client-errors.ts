// Errors of the load client: connections that failed carried no load.
import type {DphttpdGate} from '../judged.js';

/** Replies as they should be, and the sum of what is named one by one. */
const expected = ['2xx', 'total'];
/** What the gate exhaustion tells of. */
const elsewhere = ['fd-unavail', 'ftab-full', 'addrunavail'];

export default {
	watches: "httperf's errors, each class apart, and replies other than 2xx",
	check({seen: {result}}) {
		const counts = [...Object.entries(result.errors), ...Object.entries(result.status)].filter(
			([name, count]) => count > 0 && !expected.includes(name) && !elsewhere.includes(name),
		);
		return counts.length > 0
			? `httperf met errors: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`
			: undefined;
	},
} satisfies DphttpdGate;
