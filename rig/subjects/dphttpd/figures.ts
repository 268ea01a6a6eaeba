// The figures of a row, from what was seen of the cell.
import {boundOf, capacityOf} from '../../method/statistics/limiter.js';
import type {ServerReport} from './arguments/dphttpd.js';
import type {DphttpdDetail} from './detail.js';
import type {Observation} from './observation.js';

/** A client that has used this share of its processor had no time left. */
const BUSY = 0.9;

/** What a cell measured, and what is kept of it beside. */
export type Figures = {
	readonly measures: Readonly<Record<string, number>>;
	readonly detail: DphttpdDetail;
};

/** Works out one cell's figures. */
export function workOutFigures(seen: Observation): Figures {
	const {start, end, result, opened, memory} = seen;
	const seconds = end.server.time - start.server.time;
	const replies = end.server.replies - start.server.replies;
	const user = end.server.cpu.user - start.server.cpu.user;
	const system = end.server.cpu.system - start.server.cpu.system;
	const waits = grown(start.server.waits, end.server.waits);
	const controls = grown(start.server.controls, end.server.controls);
	const syscalls = end.server.syscalls && growth(start.server.syscalls ?? {}, end.server.syscalls);
	// One thread serves, so one processor is all that it can use.
	const cpuShare = ratio((user + system) / 1e6, seconds * seen.loadedShare);
	const perReply = (name: string, count: number | undefined) =>
		count === undefined ? {} : {[name]: ratio(count, replies)};
	const {replyTimeUs} = result;
	const [from, to] = [start.process.server, end.process.server];
	return {
		measures: {
			rate: result.window.rate,
			cpu: ratio(user + system, replies),
			...(user + system > 0 && replies > 0 && {capacity: capacityOf((user + system) / replies)}),
			'cpu.user': ratio(user, replies),
			'cpu.system': ratio(system, replies),
			...perReply('waits', waits),
			...perReply('controls', controls),
			...Object.fromEntries(
				Object.entries(syscalls ?? {}).flatMap(([name, count]) =>
					Object.entries(perReply(`syscalls.${name}`, count)),
				),
			),
			...perReply('switches.voluntary', grown(from.switches?.voluntary, to.switches?.voluntary)),
			...perReply(
				'switches.involuntary',
				grown(from.switches?.involuntary, to.switches?.involuntary),
			),
			...perReply('instructions', grown(from.hardware?.instructions, to.hardware?.instructions)),
			...perReply('cycles', grown(from.hardware?.cycles, to.hardware?.cycles)),
			'latency.p50': replyTimeUs.p50,
			'latency.p99': replyTimeUs.p99,
			'latency.p99.9': replyTimeUs['p99.9'],
			...(opened > 0 && {
				slab: (memory.after.slab - memory.before.slab) / opened,
				rss: (memory.after.rss - memory.before.rss) / opened,
				setup: seen.setupSeconds,
			}),
		},
		detail: {
			limiter: findLimiter(cpuShare, seen),
			setupSeconds: seen.setupSeconds,
			population: {before: seen.before, during: seen.during, after: seen.after},
			server: {
				seconds,
				replies,
				cpuShare,
				waitShare: waitShare(seen, 'server'),
				waits,
				controls,
				syscalls,
				ring: ringGrowth(start.server.ring, end.server.ring),
				connections: end.server.connections.now,
				refused: end.server.connections.refused,
				rss: end.server.rss,
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

function waitShare(
	{start, end, loadedShare}: Observation,
	who: 'server' | 'client',
): number | null {
	const [from, to] = [start.process[who].runDelay, end.process[who].runDelay];
	const seconds = (end.server.time - start.server.time) * loadedShare;
	return from === null || to === null ? null : ratio(to - from, seconds);
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

/** Of a count that some servers do not tell. */
function grown(from: number | undefined, to: number | undefined): number | undefined {
	return from === undefined || to === undefined ? undefined : to - from;
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

/** 0 where there is nothing to divide by: a row holds numbers only. */
function ratio(a: number, b: number): number {
	return b > 0 ? a / b : 0;
}
