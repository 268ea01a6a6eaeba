// A window in which nothing was answered measures nothing.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'that there were replies in the window, on both sides',
	check: ({start, end, result}) =>
		result.window.replies > 0 && end.report.replies > start.report.replies
			? undefined
			: 'there were no replies in the window',
} satisfies BlocksGate;
