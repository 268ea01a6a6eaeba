// The figures of a cell, from what was seen of it.
import type {ProcessCounts} from '../../agent/protocol.js';
import {capacityOf} from '../../method/statistics/limiter.js';
import type {BlocksSeen, Snapshot} from './judged.js';

type Report = Snapshot['report'];
type Kind = 'reads' | 'writes';

/** The share of the time under load in which the server had a processor. */
export function serverShareOf({start, end, loadedShare}: BlocksSeen): number {
	const seconds = (end.report.time - start.report.time) * loadedShare;
	return ratio(cpuOf(start.report, end.report) / 1e6, seconds);
}

/** Everything is of the time between the two snapshots, but for the client's rate. */
export function measuresOf({
	transport,
	security,
	start,
	end,
	loadedShare,
	result,
}: BlocksSeen): Record<string, number> {
	const [from, to] = [start.report, end.report];
	// One of others tells none: they are those that the client got.
	const replies =
		grown(from.replies, to.replies) ?? result.window.rate * (to.time - from.time) * loadedShare;
	const perReply = (name: string, count: number | undefined) =>
		count === undefined ? {} : {[name]: ratio(count, replies)};
	const cpu = cpuOf(from, to);
	// Where the server tells none, what has come at the client counts.
	const wired = (name: 'segments' | 'records') => {
		const sent = grown(from[name], to[name]);
		return sent === undefined
			? ratio(result.window[name], result.window.replies)
			: ratio(sent, replies);
	};
	return {
		rate: result.window.rate,
		...perReply('cpu', cpu),
		...(cpu > 0 && replies > 0 && {capacity: capacityOf(cpu / replies)}),
		...perReply('cpu.user', to.cpu.user - from.cpu.user),
		...perReply('cpu.system', to.cpu.system - from.cpu.system),
		// Those of GnuTLS are not counted.
		...(security !== 'tls' && {
			...callsOf('calls.read', from, to, 'reads'),
			...callsOf('calls.write', from, to, 'writes'),
			...perReply('resumed', grown(resumedOf(from), resumedOf(to))),
		}),
		// A Unix socket has none.
		...(transport === 'tcp' && {segments: wired('segments')}),
		...(security !== 'plain' && {records: wired('records')}),
		...perReply('waits', grown(from.waits, to.waits)),
		...Object.fromEntries(
			Object.entries(to.syscalls ?? {}).map(([name, count]) => [
				`syscalls.${name}`,
				ratio(count - (from.syscalls?.[name] ?? 0), replies),
			]),
		),
		// Of nbdkit's threads the kernel would count the one that waits for connections.
		...(to.replies !== undefined && {
			...ofKernel('switches', start.process.switches, end.process.switches, replies),
			...ofKernel(undefined, start.process.hardware, end.process.hardware, replies),
		}),
	};
}

function cpuOf(from: Report, to: Report): number {
	return to.cpu.user + to.cpu.system - from.cpu.user - from.cpu.system;
}

/** Of a count that a server of others does not tell. */
function grown(from: number | undefined, to: number | undefined): number | undefined {
	return from === undefined || to === undefined ? undefined : to - from;
}

function resumedOf({reads, writes}: Report): number | undefined {
	return reads && writes && reads.resumed + writes.resumed;
}

/** Calls for a reply of a kind; nothing where there was none of it. */
function callsOf(name: string, from: Report, to: Report, kind: Kind): Record<string, number> {
	const replies = grown(from[kind]?.count, to[kind]?.count) ?? 0;
	const begun = (report: Report) =>
		Object.values(report[kind]?.syscalls ?? {}).reduce(
			(sum, count) => sum + count,
			-(report[kind]?.resumed ?? 0),
		);
	return replies > 0 ? {[name]: (begun(to) - begun(from)) / replies} : {};
}

type Counts = NonNullable<ProcessCounts['switches' | 'hardware']>;

function ofKernel(
	family: string | undefined,
	from: Counts | null,
	to: Counts | null,
	replies: number,
): Record<string, number> {
	if (from === null || to === null) {
		return {};
	}

	const before: Readonly<Record<string, number>> = from;
	return Object.fromEntries(
		Object.entries(to).map(([name, count]) => [
			family === undefined ? name : `${family}.${name}`,
			ratio(count - (before[name] ?? 0), replies),
		]),
	);
}

/** 0 where there is nothing to divide by: a row holds numbers only. */
function ratio(a: number, b: number): number {
	return b > 0 ? a / b : 0;
}
