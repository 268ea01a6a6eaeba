// dphttpd as the rig uses it: its arguments, and what it says.
import {z} from 'zod';
import {formatCpuList} from '../../../agent/cpu-list.js';
import {cpuTime} from '../../events.js';

/** What a server is started with. */
export type ServerSettings = {
	readonly mechanism: string;
	readonly address: string;
	readonly msgsize: number;
	/** Connections at once. */
	readonly maxfds: number;
	readonly stksize: number;
	readonly cpus: readonly number[];
	/** Faults to be found: the share of its processor time to waste, a backlog that is too short. */
	readonly slow?: number | undefined;
	readonly backlog?: number | undefined;
};

/** The arguments of a server on any free port. */
export function serverArguments(settings: ServerSettings): string[] {
	return [
		...['--json', '--port', '0', '--address', settings.address],
		...['--mechanism', settings.mechanism],
		...['--maxfds', String(settings.maxfds), '--stksize', String(settings.stksize)],
		...['--msgsize', String(settings.msgsize), '--cpus', formatCpuList(settings.cpus)],
		...(settings.slow === undefined ? [] : ['--slowdown', String(settings.slow)]),
		...(settings.backlog === undefined ? [] : ['--backlog', String(settings.backlog)]),
	];
}

/** `pid` is of the process that serves. */
export const serverReady = z.object({mechanism: z.string(), port: z.int(), pid: z.int()});

/** What a server counted so far; one of others tells neither its waits nor its calls. */
export const serverReport = z.object({
	time: z.number(),
	replies: z.number(),
	connections: z.object({
		now: z.number(),
		accepted: z.number(),
		refused: z.number().optional(),
	}),
	waits: z.number().optional(),
	controls: z.number().optional(),
	syscalls: z.record(z.string(), z.number()).optional(),
	cpu: cpuTime,
	rss: z.number(),
});
export type ServerReport = z.infer<typeof serverReport>;
