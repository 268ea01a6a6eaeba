// Whole lives only: a token that was lost would end the count early.
import type {PipetestGate} from '../judged.js';

export default {
	watches: 'that the passes are those of whole lives of all tokens',
	check({result: {lives, passes}, levels: {tokens, generations}}) {
		const due = lives * tokens * generations;
		return passes === due
			? undefined
			: `${passes} passes in ${lives} lives of ${tokens} tokens, due were ${due}`;
	},
} satisfies PipetestGate;
