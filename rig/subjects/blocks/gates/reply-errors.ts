// Replies that were not as they should be: what was measured is not what was asked for.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'that every read brought the bytes that were written, and nothing was refused or lost',
	check({result: {errors}}) {
		const met = Object.entries(errors).filter(([, count]) => count > 0);
		return met.length > 0
			? `blockload met errors: ${met.map(([name, count]) => `${name} ${count}`).join(', ')}`
			: undefined;
	},
} satisfies BlocksGate;
