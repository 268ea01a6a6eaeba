// A window in which nothing was answered measures nothing.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'that there were replies in the window, on both sides',
	check({seen: {result}, detail: {server}}) {
		return result.window.replies > 0 && server.replies > 0
			? undefined
			: 'there were no replies in the window';
	},
} satisfies DphttpdGate;
