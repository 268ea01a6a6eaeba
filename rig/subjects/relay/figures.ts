// The figures of a relay's cell, from what was seen of it.
import type {RelayReport, ToldReport} from './arguments.js';
import type {RelaySeen} from './judged.js';

/** By the measures' names. */
export function workOutMeasures(seen: RelaySeen): Record<string, number> {
	const {before, start, end, after, process, wire, result} = seen;
	// Whose relay does not count them has those that the client got.
	const forwarded = requestsOf(seen, before, after) ?? result.total.replies;
	const inWindow = requestsOf(seen, start, end) ?? result.window.rate * (end.time - start.time);
	const [user, system] = [end.cpu.user - start.cpu.user, end.cpu.system - start.cpu.system];
	return {
		rate: result.window.rate,
		cpu: ratio(user + system, inWindow),
		'cpu.user': ratio(user, inWindow),
		'cpu.system': ratio(system, inWindow),
		...(isTold(before) && isTold(after) && countedOf(before, after, forwarded)),
		...(process.start.switches &&
			process.end.switches && {
				'switches.voluntary': ratio(
					process.end.switches.voluntary - process.start.switches.voluntary,
					inWindow,
				),
				'switches.involuntary': ratio(
					process.end.switches.involuntary - process.start.switches.involuntary,
					inWindow,
				),
			}),
		...(wire && {wire: wire.delay.mean * 1e6}),
	};
}

/**
 * Requests that the relay forwarded between two reports: of each connection one, unless it is kept. Undefined
 * where it does not tell.
 */
export function requestsOf(
	{levels: {mode}}: Pick<RelaySeen, 'levels'>,
	from: RelayReport,
	to: RelayReport,
): number | undefined {
	if (!isTold(from) || !isTold(to)) {
		return undefined;
	}

	return mode === 'keepalive' ? to.requests - from.requests : to.origin.begun - from.origin.begun;
}

/** Whether the relay counts: one of others does not. */
export function isTold(report: RelayReport): report is ToldReport {
	return report.origin !== undefined;
}

/** What the relay has counted, for each request. */
function countedOf(
	before: ToldReport,
	after: ToldReport,
	forwarded: number,
): Record<string, number> {
	const early = after.early.sends - before.early.sends;
	const earlier = callsOf(before);
	return {
		waits: ratio(lonelyWaitsOf(after) - lonelyWaitsOf(before), forwarded),
		controls: ratio(after.controls - before.controls, forwarded),
		syscalls: ratio(sumOf(after.syscalls) - sumOf(before.syscalls), forwarded),
		...Object.fromEntries(
			Object.entries(callsOf(after)).map(([name, count]) => [
				`syscalls.${name}`,
				ratio(count - (earlier[name] ?? 0), forwarded),
			]),
		),
		...(early > 0 && {
			tooEarly: (100 * (after.early.again - before.early.again)) / early,
		}),
	};
}

function sumOf(counts: Readonly<Record<string, number>>): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/**
 * As many as there would be had each event come alone: on a busy machine a connection that is late meets
 * the next. Those for nothing are left out: a relay that has nothing to do waits as well.
 */
function lonelyWaitsOf({waits, idle, shared}: ToldReport): number {
	return waits - idle + shared;
}

/** Calls by name, and those that failed by name and errno, as in recvfrom.EAGAIN. */
function callsOf({syscalls, errors}: ToldReport): Record<string, number> {
	return {
		...syscalls,
		...Object.fromEntries(
			Object.entries(errors).flatMap(([call, counts]) =>
				Object.entries(counts).map(([errno, count]) => [`${call}.${errno}`, count]),
			),
		),
	};
}

/** 0 where there is nothing to divide by: a row holds numbers only. */
function ratio(a: number, b: number): number {
	return b > 0 ? a / b : 0;
}
