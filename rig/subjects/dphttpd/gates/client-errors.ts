// Errors of the load client: connections that failed carried no load.
import type {DphttpdGate} from '../judged.js';

/** The sum of what is named one by one. */
const sum = 'total';
/** What the gate exhaustion tells of. */
const elsewhere = ['fd-unavail', 'ftab-full', 'addrunavail'];

export default {
	watches: "httperf's errors, each class apart, and replies of another status than expected (2xx)",
	check({seen: {result, expectedStatus}}) {
		const expected = [expectedStatus, sum];
		const counts = [...Object.entries(result.errors), ...Object.entries(result.status)].filter(
			([name, count]) => count > 0 && !expected.includes(name) && !elsewhere.includes(name),
		);
		return counts.length > 0
			? `httperf met errors: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`
			: undefined;
	},
} satisfies DphttpdGate;
