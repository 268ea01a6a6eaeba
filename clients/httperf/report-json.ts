// The `result` event of docs/programs.md.
import {totalErrors} from './errors.js';
import {type Result, isBottleneck, windowRate} from './result.js';
import {summariseRates} from './samples.js';

/** The fields of the event. */
export function resultFields(result: Result): object {
	const {mode, engine, processes, reason, seconds, statistics} = result;
	const {replyRates, warmup, held, window, schedule} = result;
	const {connections, reconnects, requests, replies, status, errors} = statistics;
	return {
		mode,
		engine,
		...(processes !== undefined && {processes}),
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
			cpuShare: window.cpuShare,
		},
		replyRate: summariseRates(replyRates),
		replyTimeUs: window.replyTimes.summary(),
		...(window.rawReplyTimes && {rawReplyTimeUs: window.rawReplyTimes.summary()}),
		status: Object.fromEntries([1, 2, 3, 4, 5].map(digit => [`${digit}xx`, status[digit]])),
		errors: {total: totalErrors(errors), ...errors},
		...(schedule && {schedule}),
		bottleneck: isBottleneck(window) ? 'client' : 'not the client',
	};
}
