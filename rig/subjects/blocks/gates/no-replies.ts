// A window in which nothing was answered measures nothing.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'that there were replies in the window, on both sides',
	check: ({start, end, result}) =>
		result.window.replies > 0 &&
		// One that tells none has been asked for all that it is judged by.
		(end.report.replies === undefined || end.report.replies > (start.report.replies ?? 0))
			? undefined
			: 'there were no replies in the window',
} satisfies BlocksGate;
