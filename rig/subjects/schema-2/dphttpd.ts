// Results of dphttpd as schema 2 had them.
import type {Level} from '../../method/factor.js';
import type {Figures2, Settings2} from './older.js';

export const population = 'dead';
export const beside = ['cpu.user', 'cpu.system', 'slab', 'rss'];
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
