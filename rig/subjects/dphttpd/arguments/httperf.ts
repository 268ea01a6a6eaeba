// httperf as the rig uses it: its arguments, and its result.
import {z} from 'zod';
import {formatCpuList} from '../../../agent/cpu-list.js';
import {cpuTime} from '../../events.js';

/** The load of one cell. */
export type LoadSettings = {
	readonly address: string;
	readonly port: number;
	/** Active connections. */
	readonly connections: number;
	/** Connections that are opened a second. */
	readonly rate: number;
	/** Requests a second of an open loop; none: a closed loop. */
	readonly requestRate?: number | undefined;
	readonly timeout: number;
	readonly thinkTimeout: number;
	readonly cpus: readonly number[];
	/** Run to completion as in 2002, with so many calls a connection; or for a time, in seconds. */
	readonly extent:
		{readonly numCalls: number} | {readonly warmup: number; readonly duration: number};
};

/** The study's line, or the same load for a time. */
export function loadArguments(settings: LoadSettings): string[] {
	const {extent, requestRate} = settings;
	return [
		`--server=${settings.address}`,
		`--port=${settings.port}`,
		...['--think-timeout', String(settings.thinkTimeout), '--timeout', String(settings.timeout)],
		...('numCalls' in extent
			? ['--num-calls', String(extent.numCalls)]
			: ['--warmup', String(extent.warmup), '--duration', String(extent.duration)]),
		...['--num-conns', String(settings.connections), '--hog', '--rate', String(settings.rate)],
		...(requestRate === undefined ? [] : ['--request-rate', String(requestRate)]),
		...['--json', '--cpus', formatCpuList(settings.cpus)],
	];
}

/** Reply times in microseconds. */
const percentiles = z.object({
	count: z.number(),
	mean: z.number(),
	min: z.number(),
	p50: z.number(),
	p90: z.number(),
	p99: z.number(),
	'p99.9': z.number(),
	max: z.number(),
});

/** Connections that were open when all had been opened, or had failed. */
export const loadConnected = z.object({connections: z.number()});

/** The figures that the rig uses; the rest is kept as it came. */
export const loadResult = z.looseObject({
	reason: z.string(),
	total: z.looseObject({connections: z.number(), replies: z.number(), seconds: z.number()}),
	window: z.looseObject({
		seconds: z.number(),
		replies: z.number(),
		rate: z.number(),
		/** Replies in each of equal parts of it; none where its length was not known. */
		bins: z.array(z.number()),
		cpu: cpuTime,
		cpuShare: z.number(),
	}),
	replyTimeUs: percentiles,
	status: z.record(z.string(), z.number()),
	errors: z.record(z.string(), z.number()),
	bottleneck: z.string(),
});
export type LoadResult = z.infer<typeof loadResult>;
