// The dead population of each worker: the sum hides what one has lost and another has taken.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'that each worker holds the same dead connections before, during and after the load',
	check({seen: {before, during, after}}) {
		const {workers = []} = before;
		const wrong = workers.flatMap((held, index) => {
			const [then, last] = [during.workers?.[index] ?? 0, after.workers?.[index] ?? 0];
			// Under load it has active ones besides.
			return then < held || last !== held
				? [
						`worker ${index + 1} held ${held}, then ${then} with its active ones, and ${last} at last`,
					]
				: [];
		});
		return wrong.length === 0 ? undefined : `of the dead connections ${wrong.join('; ')}`;
	},
} satisfies DphttpdGate;
