// The figures of a row, from what was seen of the cell.
import type {ProcessCounts} from '../../agent/protocol.js';
import {segmentCounters} from '../../agent/segment-counters.js';
import {boundOf, capacityOf} from '../../method/statistics/limiter.js';
import type {ServerReport} from './arguments/dphttpd.js';
import type {LoadResult} from './arguments/httperf.js';
import type {DphttpdDetail} from './detail.js';
import type {Observation, Snapshot} from './observation.js';

/** A client that has used this share of its processor had no time left. */
const BUSY = 0.9;

/** A microsecond of a clock that counts them, one a nanosecond. */
const INSTRUCTIONS = 1000;

/** What a cell measured, and what is kept of it beside. */
export type Figures = {
	readonly measures: Readonly<Record<string, number>>;
	/** Where instructions are counted. */
	readonly window:
		{readonly from: number; readonly to: number; readonly operations: number} | undefined;
	readonly detail: DphttpdDetail;
};

/** Works out one cell's figures. */
export function workOutFigures(seen: Observation): Figures {
	const {start, end, result, opened, memory} = seen;
	const seconds = end.server.time - start.server.time;
	// Whose server does not count them has those that the client got while it was under load.
	const replies =
		grown(start.server.replies, end.server.replies) ??
		result.window.rate * seconds * seen.loadedShare;
	const user = end.server.cpu.user - start.server.cpu.user;
	const system = end.server.cpu.system - start.server.cpu.system;
	const waits = grown(start.server.waits, end.server.waits);
	const controls = grown(start.server.controls, end.server.controls);
	const syscalls = end.server.syscalls && growth(start.server.syscalls ?? {}, end.server.syscalls);
	const errors = errorGrowth(seen);
	// A worker is one thread, so one processor is all that it can use.
	const cpuShare = ratio((user + system) / 1e6, seconds * seen.loadedShare * seen.processors);
	const perReply = (name: string, count: number | undefined) =>
		count === undefined ? {} : {[name]: ratio(count, replies)};
	const allPerReply = (family: string, counts: Counts) =>
		Object.fromEntries(
			Object.entries(counts).map(([name, count]) => [`${family}.${name}`, ratio(count, replies)]),
		);
	const {replyTimeUs} = result;
	const [from, to] = [serverCounts(start), serverCounts(end)];
	return {
		window: seen.countsInstructions
			? {from: start.server.time, to: end.server.time, operations: Math.round(replies)}
			: undefined,
		measures: {
			rate: result.window.rate,
			cpu: ratio(user + system, replies),
			...(user + system > 0 && replies > 0 && {capacity: capacityOf((user + system) / replies)}),
			'cpu.user': ratio(user, replies),
			'cpu.system': ratio(system, replies),
			...perReply('waits', waits),
			...perReply('controls', controls),
			...(syscalls && perReply('syscalls', sum(Object.values(syscalls)))),
			...allPerReply('syscalls', {...syscalls, ...errors}),
			...(errors && eagerLimit(replies, (waits ?? 0) + (controls ?? 0), errors)),
			...allPerReply('segments', segmentGrowth(seen)),
			...perReply('switches.voluntary', grown(from.switches?.voluntary, to.switches?.voluntary)),
			...perReply(
				'switches.involuntary',
				grown(from.switches?.involuntary, to.switches?.involuntary),
			),
			...(seen.countsInstructions
				? {instructions: countedOf(result, ratio(user + system, replies))}
				: perReply('instructions', grown(from.hardware?.instructions, to.hardware?.instructions))),
			...perReply('cycles', grown(from.hardware?.cycles, to.hardware?.cycles)),
			...perAccept(seen),
			...(result.window.held !== undefined && {held: result.window.held}),
			...(replyTimeUs && {
				'latency.p50': replyTimeUs.p50,
				'latency.p99': replyTimeUs.p99,
				'latency.p99.9': replyTimeUs['p99.9'],
			}),
			...(replyTimeUs?.stddev !== undefined && {'latency.stddev': replyTimeUs.stddev}),
			...(opened > 0 && {
				slab: (memory.after.slab - memory.before.slab) / opened,
				rss: (memory.after.rss - memory.before.rss) / opened,
				setup: seen.setupSeconds,
			}),
		},
		detail: {
			cipher: seen.cipher,
			limiter: findLimiter(cpuShare, seen),
			setupSeconds: seen.setupSeconds,
			population: {before: seen.before, during: seen.during, after: seen.after},
			server: {
				seconds,
				replies: Math.round(replies),
				cpuShare,
				waitShare: waitShare(seen, 'server'),
				waits,
				controls,
				syscalls,
				errors,
				ring: ringGrowth(start.server.ring, end.server.ring),
				workers: workerGrowth(seen),
				connections: end.server.connections.now,
				refused: end.server.connections.refused,
				rss: end.server.rss,
				processes: end.server.pids?.length,
				stderr: seen.last.stderr,
			},
			client: {
				cpuShare: result.window.cpuShare,
				waitShare: waitShare(seen, 'client'),
				bottleneck: result.bottleneck,
			},
			kernel: growth(seen.atLoad.kernel.counters, end.kernel.counters),
			// A duet's sides may have agents of their own, and one kernel with the load.
			...(seen.atLoad.clientKernel &&
				end.clientKernel && {
					clientKernel: growth(seen.atLoad.clientKernel.counters, end.clientKernel.counters),
				}),
			sockets: start.kernel.sockets,
			httperf: result,
		},
	};
}

/** By the load, between two of its rounds, where it reads the server's clock; else by the server's reports. */
function countedOf({server, window}: LoadResult, cpu: number): number {
	return server === undefined ? cpu * INSTRUCTIONS : ratio(server.nanoseconds, window.replies);
}

function waitShare(
	{start, end, result, loadedShare}: Observation,
	who: 'server' | 'client',
): number | null {
	const [from, to] = [start.process[who].runDelay, end.process[who].runDelay];
	if (who === 'server' ? end.server.workers : result.processes) {
		return null;
	}

	// A server of a duet waits in its own turns alone; the load client, which has all turns, at any time.
	const share = who === 'server' ? loadedShare : 1;
	const seconds = (end.server.time - start.server.time) * share;
	return from === null || to === null ? null : ratio(to - from, seconds);
}

/** What the agent watches is the process that was started: workers count for themselves. */
function serverCounts({server, process}: Snapshot): Pick<ProcessCounts, 'switches' | 'hardware'> {
	return server.workers ? {switches: server.switches ?? null, hardware: null} : process.server;
}

/** A client that waits for its processor has no time left either. */
function findLimiter(serverShare: number, seen: Observation): DphttpdDetail['limiter'] {
	const {bottleneck, window} = seen.result;
	const shares = {
		...{server: serverShare, serverWait: waitShare(seen, 'server') ?? 0},
		...{client: window.cpuShare, clientWait: waitShare(seen, 'client') ?? 0},
	};
	if (boundOf(shares) === 'exact') {
		return 'server';
	}

	const wanted = shares.client + shares.clientWait;
	return bottleneck === 'client' || wanted >= BUSY ? 'client' : 'neither';
}

/**
 * Where receiving eagerly makes fewer calls. A reply without it takes a receive, and `k` waits and changes
 * of what is watched; with it a receive, and in the share p of replies that finds nothing one more, and
 * those k. So it is p < k / (1 + k).
 */
function eagerLimit(
	replies: number,
	others: number,
	{'recvfrom.EAGAIN': nothing}: Counts,
): Record<string, number> {
	if (nothing === undefined) {
		return {};
	}

	// The waits and changes are for what was reported: where it was asked for in vain before, only that.
	const k = ratio(others, nothing > 0 ? nothing : replies);
	return {'eager.limit': k / (1 + k)};
}

/** What a connection costs, and who takes it; nothing where none was accepted. */
function perAccept({
	start: {server: from},
	end: {server: to},
}: Observation): Record<string, number> {
	const accepts = grown(from.connections.accepted, to.connections.accepted);
	if (accepts === undefined || accepts <= 0) {
		return {};
	}

	const cpu = to.cpu.user + to.cpu.system - from.cpu.user - from.cpu.system;
	const switches = grown(from.switches?.voluntary, to.switches?.voluntary);
	// Of what each has slept, one sleep was ended by our own question for the second report.
	const asked = to.waits === undefined ? 0 : (to.workers?.length ?? 1);
	const shares = (to.workers ?? []).flatMap(({accepted}, index) => {
		const taken = grown(from.workers?.[index]?.accepted, accepted);
		return taken === undefined ? [] : [taken / accepts];
	});
	return {
		'accept.cpu': cpu / accepts,
		...(switches !== undefined && {'accept.switches': (switches - asked) / accepts}),
		...(shares.length > 0 && {'accept.busiest': Math.max(...shares)}),
	};
}

/** Calls that failed, by the name of the call and of the errno: recvfrom.EAGAIN. */
function errorGrowth({start, end}: Observation): Record<string, number> | undefined {
	const named = (errors: Readonly<Record<string, Counts>>) =>
		Object.fromEntries(
			Object.entries(errors).flatMap(([call, counts]) =>
				Object.entries(counts).map(([errno, count]) => [`${call}.${errno}`, count] as const),
			),
		);
	return end.server.errors && growth(named(start.server.errors ?? {}), named(end.server.errors));
}

/**
 * What TCP sent in the namespace of the server; nothing where the kernel does not tell, or where the other
 * side of a duet has sent there too.
 */
function segmentGrowth({start, end, loadedShare}: Observation): Record<string, number> {
	if (loadedShare !== 1) {
		return {};
	}

	const grownBy = growth(start.kernel.counters, end.kernel.counters);
	return Object.fromEntries(
		segmentCounters.flatMap(name => {
			const count = grownBy[name];
			return count === undefined ? [] : [[name, count]];
		}),
	);
}

/** Of a count that some servers do not tell. */
function grown(from: number | undefined, to: number | undefined): number | undefined {
	return from === undefined || to === undefined ? undefined : to - from;
}

/** What each worker did in the window, and the dead connections that it held before. */
function workerGrowth({start, end, before}: Observation): DphttpdDetail['server']['workers'] {
	return end.server.workers?.map((to, index) => {
		const from = start.server.workers?.[index] ?? to;
		return {
			pid: to.pid,
			dead: before.workers?.[index],
			accepted: grown(from.accepted, to.accepted),
			replies: grown(from.replies, to.replies),
			switches: growth(from.switches, to.switches),
			cpu: growth(from.cpu, to.cpu),
		};
	});
}

/** The set-up and the buffers' low water are of the server's whole life. */
function ringGrowth(from: Ring, to: Ring): Ring {
	return (
		from &&
		to && {
			...to,
			overflows: to.overflows - from.overflows,
			rearms: to.rearms - from.rearms,
			...(to.nobufs !== undefined && {nobufs: to.nobufs - (from.nobufs ?? 0)}),
		}
	);
}

function growth(from: Counts, to: Counts): Record<string, number> {
	return Object.fromEntries(
		Object.entries(to).map(([name, value]) => [name, value - (from[name] ?? 0)]),
	);
}

type Ring = ServerReport['ring'];
type Counts = Readonly<Record<string, number>>;

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

/** 0 where there is nothing to divide by: a row holds numbers only. */
function ratio(a: number, b: number): number {
	return b > 0 ? a / b : 0;
}
