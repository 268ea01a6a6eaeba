// Connections that failed carried no load.
import type {RelayReport} from '../arguments.js';
import type {RelayGate} from '../judged.js';

/** Replies as they should be, and the sum of what is named one by one. */
const expected = ['2xx', 'total'];

export default {
	watches: "httperf's errors, replies other than 2xx, and connections to the origin that failed",
	check({result, before, after}) {
		const counts = [
			...Object.entries(result.errors),
			...Object.entries(result.status),
			['failed connections to the origin', failedOf(after) - failedOf(before)] as const,
		].filter(([name, count]) => count > 0 && !expected.includes(name));
		return counts.length > 0
			? `there were errors: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`
			: undefined;
	},
} satisfies RelayGate;

/** One of others does not tell: its clients meet them. */
function failedOf({origin}: RelayReport): number {
	return origin?.failed ?? 0;
}
