// The `result` event of docs/programs.md.
import {totalErrors} from './errors.js';
import {type Result, cpuShare, isBottleneck, windowRate} from './result.js';

/** The fields of the event. */
export function resultFields(result: Result): object {
	const {mode, engine, reason, seconds, statistics, replyRate, warmup, held, window, schedule} =
		result;
	const {connections, reconnects, requests, replies, status, errors} = statistics;
	return {
		mode,
		engine,
		reason,
		total: {connections, reconnects, requests, replies, seconds},
		...(warmup && {warmup}),
		window: {
			seconds: window.seconds,
			...(held !== undefined && {held}),
			replies: window.replies,
			rate: windowRate(window),
			bins: window.bins,
			leftOut: window.leftOut,
			cpu: window.cpu,
			cpuShare: cpuShare(window),
		},
		replyRate,
		replyTimeUs: window.replyTimes.summary(),
		...(window.rawReplyTimes && {rawReplyTimeUs: window.rawReplyTimes.summary()}),
		status: Object.fromEntries([1, 2, 3, 4, 5].map(digit => [`${digit}xx`, status[digit]])),
		errors: {total: totalErrors(errors), ...errors},
		...(schedule && {schedule}),
		bottleneck: isBottleneck(window) ? 'client' : 'not the client',
	};
}
