// httperf as the rig uses it: its arguments, and its result.
import {z} from 'zod';
import {httperfEvents, result} from '../../../../programs/events/httperf.js';
import {formatCpuList} from '../../../../programs/cpu-list.js';
import {type Request, requestArguments, securityArguments} from './request.js';

/** The load of one cell. */
export type LoadSettings = {
	readonly address: string;
	readonly port: number;
	/** What the server speaks; none: plain. */
	readonly security?: string;
	/** Active connections. */
	readonly connections: number;
	/** Connections that are opened a second. */
	readonly rate: number;
	/** Requests a second of an open loop; none: a closed loop. */
	readonly requestRate?: number | undefined;
	/** A connection for each call. */
	readonly isConnectionPerCall: boolean;
	/** Which ends with its request. */
	readonly halfCloses: boolean;
	readonly request: Request;
	readonly timeout: number;
	readonly thinkTimeout: number;
	/** Clients that share the load. */
	readonly processes: number;
	readonly cpus: readonly number[];
	/** Run to completion as in 2002, with so many calls a connection; or for a time, in seconds. */
	readonly extent:
		| {readonly numCalls: number}
		| {readonly warmup: number; readonly duration: number; readonly trail: number};
};

/** The study's line, or the same load for a time. */
export function loadArguments(settings: LoadSettings): string[] {
	const {extent, requestRate, isConnectionPerCall, halfCloses} = settings;
	return [
		`--server=${settings.address}`,
		`--port=${settings.port}`,
		...['--think-timeout', String(settings.thinkTimeout), '--timeout', String(settings.timeout)],
		...('numCalls' in extent
			? ['--num-calls', String(extent.numCalls)]
			: ['--warmup', String(extent.warmup), '--duration', String(extent.duration)]),
		...('trail' in extent && extent.trail > 0 ? ['--trail', String(extent.trail)] : []),
		...['--num-conns', String(settings.connections), '--rate', String(settings.rate)],
		// A port that bind(2) is to take must have no TIME_WAIT left, of whatever connection: with one for
		// each call there would soon be none. connect(2) takes ports over (tcp_tw_reuse in tcp(7)).
		...(isConnectionPerCall ? ['--connection-per-call'] : ['--hog']),
		...(halfCloses ? ['--half-close'] : []),
		...(requestRate === undefined ? [] : ['--request-rate', String(requestRate)]),
		...requestArguments('--uri', settings.request),
		...securityArguments(settings),
		// A client for each processor: one that has several uses one.
		...(settings.processes > 1 ? ['--processes', String(settings.processes)] : []),
		...['--json', '--cpus', formatCpuList(settings.cpus)],
	];
}

/** Connections that were open when all had been opened, or had failed. */
export const loadConnected = httperfEvents.connected.pick({connections: true});

/**
 * What it takes at most beyond the times that it was given (docs/programs.md): a warm-up of so many
 * times `--warmup`, where the rate does not settle; before the window a lead that is left out; after
 * it, in an open loop, a wait for calls under way. In milliseconds but for the first.
 */
export const loadExtras = {warmUps: 3, leadMs: 1000, drainMs: 2000} as const;

const {engine, processes, reason, total, warmup, window, replyTimeUs, bottleneck} = result.shape;
const counts = z.record(z.string(), z.number());

/** The figures that the rig uses; the rest is kept as it came. */
export const loadResult = z.looseObject({
	// Its C twin goes in rounds, has no reply times, and reads the server's processor time in the window.
	engine: engine.or(z.literal('rounds')),
	server: z.object({nanoseconds: z.number()}).optional(),
	processes,
	reason,
	total: z.looseObject(total.omit({requests: true, reconnects: true}).shape),
	warmup,
	window: z.looseObject(window.omit({leftOut: true}).shape),
	// A build of before does not tell the deviation.
	replyTimeUs: replyTimeUs.partial({stddev: true}).optional(),
	status: counts,
	errors: counts,
	bottleneck,
});
export type LoadResult = z.infer<typeof loadResult>;
