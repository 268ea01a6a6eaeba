// httperf's report, field by field as httperf 0.9.0 prints it, and lines on the measuring window.
import {type ErrorCounts, totalErrors} from './errors.js';
import type {Options} from './options.js';
import type {ReplyTimeSummary} from './reply-times.js';
import {type Result, isBottleneck, windowRate} from './result.js';
import {summariseRates} from './samples.js';
import {BOTTLENECK_SHARE} from './window.js';

/** The report, and the command line that it is of. */
export function reportText(options: Options, result: Result): string {
	return [
		commandLine(options),
		`Maximum connect burst length: ${result.statistics.longestBurst}`,
		'',
		...connectionLines(result),
		'',
		...requestLines(result),
		'',
		...replyLines(result),
		'',
		...resourceLines(result),
		'',
		...errorLines(result.statistics.errors),
		'',
		...windowLines(result),
		'',
	].join('\n');
}

function commandLine(options: Options): string {
	return [
		'httperf',
		options.hog ? '--hog' : '',
		option('think-timeout', options.thinkTimeoutMs / 1000),
		option('timeout', options.timeoutMs === Infinity ? 0 : options.timeoutMs / 1000),
		`--server=${options.server} --port=${options.port} --uri=${options.uri}`,
		option('rate', options.rate ?? 0),
		`--send-buffer=${options.sendBuffer} --recv-buffer=${options.recvBuffer}`,
		`--num-conns=${options.numConns}`,
		option('num-calls', options.numCalls === Infinity ? 0 : options.numCalls),
		option('warmup', options.warmupMs / 1000),
		option('duration', options.durationMs === Infinity ? 0 : options.durationMs / 1000),
		option('request-rate', options.requestRate ?? 0),
		options.connectionPerCall ? '--connection-per-call' : '',
		options.halfClose ? '--half-close' : '',
		options.processes === 1 ? '' : `--processes=${options.processes}`,
		options.poissonSeed === undefined ? '' : `--poisson --seed=${options.poissonSeed}`,
	]
		.filter(Boolean)
		.join(' ');
}

/** An option that is left out where it is 0. */
function option(name: string, value: number): string {
	return value === 0 ? '' : `--${name}=${value}`;
}

function connectionLines({statistics, seconds}: Result): string[] {
	const {connections, requests, replies, peak, connects, connectTime, lifetimes} = statistics;
	const {min, avg, max, median, stddev} = lifetimes.summary();
	return [
		`Total: connections ${connections} requests ${requests} replies ${replies} test-duration ${seconds.toFixed(3)} s`,
		'',
		`Connection rate: ${one(connections / seconds)} conn/s (${one(per(seconds * 1000, connections))} ms/conn, <=${peak} concurrent connections)`,
		`Connection time [ms]: min ${one(min)} avg ${one(avg)} max ${one(max)} median ${one(median)} stddev ${one(stddev)}`,
		`Connection time [ms]: connect ${one(per(connectTime, connects))}`,
		`Connection length [replies/conn]: ${per(replies, lifetimes.count).toFixed(3)}`,
	];
}

function requestLines({statistics: {requests, bytesSent}, seconds}: Result): string[] {
	return [
		`Request rate: ${one(requests / seconds)} req/s (${one(per(seconds * 1000, requests))} ms/req)`,
		`Request size [B]: ${one(per(bytesSent, requests))}`,
	];
}

function replyLines({statistics, replyRates}: Result): string[] {
	const {replies, headerBytes, contentBytes, footerBytes, status} = statistics;
	const {min, avg, max, stddev, samples} = summariseRates(replyRates);
	const response = per(statistics.responseTime, statistics.responses);
	const total = per(headerBytes + contentBytes + footerBytes, replies);
	return [
		`Reply rate [replies/s]: min ${one(min)} avg ${one(avg)} max ${one(max)} stddev ${one(stddev)} (${samples} samples)`,
		`Reply time [ms]: response ${one(response)} transfer ${one(per(statistics.transferTime, replies))}`,
		`Reply size [B]: header ${one(per(headerBytes, replies))} content ${one(per(contentBytes, replies))} footer ${one(per(footerBytes, replies))} (total ${one(total)})`,
		`Reply status: ${[1, 2, 3, 4, 5].map(digit => `${digit}xx=${status[digit] ?? 0}`).join(' ')}`,
	];
}

function resourceLines({statistics: {bytesSent, bytesReceived}, seconds, cpu}: Result): string[] {
	const user = cpu.user / 1e6;
	const system = cpu.system / 1e6;
	const percent = (used: number) => one((100 * used) / seconds);
	const bytes = (bytesSent + bytesReceived) / seconds;
	return [
		`CPU time [s]: user ${user.toFixed(2)} system ${system.toFixed(2)} (user ${percent(user)}% system ${percent(system)}% total ${percent(user + system)}%)`,
		`Net I/O: ${one(bytes / 1024)} KB/s (${one((8 * bytes) / 1e6)}*10^6 bps)`,
	];
}

function errorLines(errors: ErrorCounts): string[] {
	return [
		`Errors: total ${totalErrors(errors)} client-timo ${errors['client-timo']} socket-timo ${errors['socket-timo']} connrefused ${errors.connrefused} connreset ${errors.connreset}`,
		`Errors: fd-unavail ${errors['fd-unavail']} addrunavail ${errors.addrunavail} ftab-full ${errors['ftab-full']} other ${errors.other}`,
	];
}

/** Lines that httperf has not: no name of theirs begins as one of its. */
function windowLines(result: Result): string[] {
	const {statistics, warmup, held, window, schedule, reason, engine, processes} = result;
	const verdict = isBottleneck(window)
		? `the client was the bottleneck: at ${percentOf(BOTTLENECK_SHARE)} or more its own speed is measured`
		: `below ${percentOf(BOTTLENECK_SHARE)}: the client was not the bottleneck`;
	return [
		`Ended: ${reason}`,
		`Engine: ${engine}`,
		...(processes === undefined ? [] : [`Processes: ${processes}`]),
		`Reconnects: ${statistics.reconnects}`,
		...(warmup
			? [
					`Warm-up: ${warmup.seconds.toFixed(3)} s, ${warmup.settled ? 'until the rate had settled' : 'and the rate had not settled'}`,
				]
			: []),
		`Window: ${window.seconds.toFixed(3)} s replies ${window.replies} rate ${one(windowRate(window))} replies/s; left out before it: ${window.leftOut.seconds.toFixed(3)} s replies ${window.leftOut.replies}`,
		...(held === undefined ? [] : [`Window connections: ${one(held)} open on average`]),
		`Window reply time [us]: ${times(window.replyTimes.summary())}`,
		...(window.rawReplyTimes
			? [`Window raw reply time [us]: ${times(window.rawReplyTimes.summary())}`]
			: []),
		...(schedule
			? [
					`Window schedule: intended ${schedule.intended} sent ${schedule.sent} late ${schedule.late} skipped ${schedule.skipped} failed ${schedule.failed} unfinished ${schedule.unfinished}`,
				]
			: []),
		`Window CPU: ${percentOf(window.cpuShare)} of one processor${processes === undefined ? '' : ', of the busiest process'}; ${verdict}`,
	];
}

function times({mean, min, p50, p90, p99, 'p99.9': p999, max, stddev}: ReplyTimeSummary): string {
	return `mean ${one(mean)} min ${one(min)} p50 ${one(p50)} p90 ${one(p90)} p99 ${one(p99)} p99.9 ${one(p999)} max ${one(max)} stddev ${one(stddev)}`;
}

function percentOf(share: number): string {
	return `${one(share * 100)} %`;
}

/** `sum` for each of `count`; 0 where there is none. */
function per(sum: number, count: number): number {
	return count === 0 ? 0 : sum / count;
}

function one(value: number): string {
	return value.toFixed(1);
}
