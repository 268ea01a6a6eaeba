// Whole lives only: a token that was lost would end the count early.
import type {PipetestGate} from '../judged.js';

export default {
	watches: 'that the passes are those of whole lives of all tokens',
	check({result: {lives, passes}, settings: {messageThreads, maxGeneration}}) {
		const due = lives * messageThreads * maxGeneration;
		return passes === due
			? undefined
			: `${passes} passes in ${lives} lives of ${messageThreads} tokens, due were ${due}`;
	},
} satisfies PipetestGate;
