// Two independent counts of the same replies.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'replies of the whole test: what the server sent less what the client got',
	leftOut: ({seen: {last}}) =>
		last.replies === undefined
			? 'the server does not tell how many replies it has sent'
			: undefined,
	check({seen: {connections, earlierReplies = 0, last, result}}) {
		// Each connection has at most one request in flight when the load ends.
		const sent = (last.replies ?? 0) - earlierReplies;
		const lost = sent - result.total.replies;
		return lost < 0 || lost > connections
			? `the server counts ${sent} replies, httperf ${result.total.replies}: more apart than the ${connections} that can be in flight`
			: undefined;
	},
} satisfies DphttpdGate;
