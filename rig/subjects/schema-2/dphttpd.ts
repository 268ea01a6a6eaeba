// Results of dphttpd as schema 2 had them.
import type {Reason} from '../../method/cell.js';
import type {Level} from '../../method/factor.js';
import {boundOf, capacityOf} from '../../method/statistics/limiter.js';
import type {Figures2, Settings2} from './older.js';

export const population = 'dead';
export const beside = ['capacity', 'cpu.user', 'cpu.system', 'slab', 'rss'];
export const published = 'sys_epoll-2002-10-30-dphttpd-smp';

/** Their names of what has another today. */
const renamed: Readonly<Record<string, string>> = {
	rate: 'ramp',
	numCalls: 'calls',
	thinkTimeout: 'think',
};
const kept = ['warmup', 'connections', 'timeout', 'msgsize', 'maxfds', 'stksize'];

export function set(settings: Settings2): Record<string, Level> {
	const names = [...kept.map(name => [name, name]), ...Object.entries(renamed)];
	const {hog, ...faults} = (settings['faults'] ?? {}) as Record<string, Level | true>;
	return {
		...(Object.fromEntries(names.map(([old = '', name = '']) => [name, settings[old]])) as Record<
			string,
			Level
		>),
		...(faults as Record<string, Level>),
		...(hog === true && {hog: 'yes'}),
	};
}

export function measures(figures: Figures2): Record<string, number> {
	const {rate, cpuUserUs, cpuSystemUs, waits, memory, detail} = figures;
	const {server, replyTimeUs} = detail as {
		server: {replies: number; syscalls?: Record<string, number>; controls?: number};
		replyTimeUs: Record<string, number>;
	};
	const perReply = (count: number) => (server.replies > 0 ? count / server.replies : 0);
	return {
		rate,
		cpu: cpuUserUs + cpuSystemUs,
		...(cpuUserUs + cpuSystemUs > 0 && {capacity: capacityOf(cpuUserUs + cpuSystemUs)}),
		'cpu.user': cpuUserUs,
		'cpu.system': cpuSystemUs,
		...(waits !== undefined && {waits}),
		...(server.controls !== undefined && {controls: perReply(server.controls)}),
		...Object.fromEntries(
			Object.entries(server.syscalls ?? {}).map(([name, count]) => [
				`syscalls.${name}`,
				perReply(count),
			]),
		),
		...Object.fromEntries(
			['p50', 'p99', 'p99.9'].map(name => [`latency.${name}`, replyTimeUs[name] ?? 0]),
		),
		...memory,
	};
}

/** Then a server that was busy for 90 % of the window was taken for the limit, also where the client was busier. */
export function reasons(older: readonly Reason[], {detail}: Figures2): Reason[] {
	const same = older.map(reason =>
		reason.name === 'client-bound' ? {...reason, bounds: true as const} : reason,
	);
	const {server, client} = detail as Record<'server' | 'client', Share2>;
	const shares = {
		...{server: server.cpuShare, serverWait: server.waitShare ?? 0},
		...{client: client.cpuShare, clientWait: client.waitShare ?? 0},
	};
	return boundOf(shares) === 'exact' || same.some(({bounds}) => bounds)
		? same
		: [
				...same,
				{name: 'server-idle', message: 'the server was not clearly the limit', bounds: true},
			];
}

type Share2 = {readonly cpuShare: number; readonly waitShare?: number | null};
