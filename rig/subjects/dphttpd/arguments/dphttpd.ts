// dphttpd as the rig uses it: its arguments, and what it says.
import {z} from 'zod';
import {dphttpdEvents} from '../../../../programs/events/dphttpd.js';
import {foreignEvents} from '../../../../programs/events/foreign.js';
import {formatCpuList} from '../../../../programs/cpu-list.js';

/** What a server is started with. */
export type ServerSettings = {
	readonly mechanism: string;
	readonly address: string;
	readonly msgsize: number;
	/** Connections at once. */
	readonly maxfds: number;
	readonly stksize: number;
	/** When it receives from a connection that it has answered. */
	readonly receive: string;
	/** How it sends a reply's header and body. */
	readonly reply: string;
	/** What is spoken on the wire. */
	readonly security: string;
	readonly nodelay: string;
	/** Processes that serve, and how they come by connections. */
	readonly workers: number;
	readonly listener: string;
	/** It accepts a connection once data of it has come. */
	readonly deferAccept: boolean;
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
		...workerArguments(settings),
		...(settings.receive === 'waiting' ? [] : ['--receive', settings.receive]),
		...(settings.reply === 'whole' ? [] : ['--reply', settings.reply]),
		...(settings.security === 'plain' ? [] : ['--security', settings.security]),
		...(settings.nodelay === 'no' ? [] : ['--nodelay']),
		...(settings.slow === undefined ? [] : ['--slowdown', String(settings.slow)]),
		...(settings.backlog === undefined ? [] : ['--backlog', String(settings.backlog)]),
	];
}

/** How it comes by connections. A build of before has none of these options. */
export function workerArguments({
	workers,
	listener,
	deferAccept,
}: Pick<ServerSettings, 'workers' | 'listener' | 'deferAccept'>): string[] {
	// A worker that shares its listening socket with nobody is what a server is that has no workers.
	const isAlone = workers === 1 && listener === 'shared';
	return [
		...(isAlone ? [] : ['--workers', String(workers), '--listener', listener]),
		...(deferAccept ? ['--defer-accept'] : []),
	];
}

const {report} = dphttpdEvents;
const {connections} = report.shape;

/** A worker of others tells only what the kernel knows of it. */
const worker = report.shape.workers
	.unwrap()
	.element.partial({now: true, accepted: true, replies: true});

/** `pid` is of the process that serves, unless there are `workers`. */
export const serverReady = foreignEvents.ready.pick({
	...{mechanism: true, address: true, port: true, tlsPort: true},
	...{pid: true, workers: true, cipher: true},
});

/** What a server counted so far; one of others tells neither its waits nor its calls, some no replies. */
export const serverReport = foreignEvents.report
	.omit({event: true})
	.partial({pids: true})
	.extend({
		connections: connections
			.omit({peak: true})
			.partial({refused: true, accepted: true})
			.extend(foreignEvents.report.shape.connections.pick({waiting: true}).shape),
		...report
			.pick({waits: true, controls: true, syscalls: true, errors: true, ring: true})
			.extend(report.pick({switches: true}).shape)
			.extend({workers: z.array(worker)})
			.partial().shape,
	});
export type ServerReport = z.infer<typeof serverReport>;
