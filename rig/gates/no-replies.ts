// A window in which nothing was answered measures nothing.
import type {Gate} from '../gate.js';

export default {
	watches: 'that there were replies in the window, on both sides',
	check({figures: {replies, server}}) {
		return replies > 0 && server.replies > 0 ? undefined : 'there were no replies in the window';
	},
} satisfies Gate;
