// What httperf says (docs/programs.md).
import {z} from 'zod';
import {count, cpuTime, time} from './figures.js';

/** Reply times, in microseconds. */
const replyTimes = z.object({
	count,
	mean: z.number(),
	min: z.number(),
	p50: z.number(),
	p90: z.number(),
	p99: z.number(),
	'p99.9': z.number(),
	max: z.number(),
	stddev: z.number(),
});

const errors = [
	...['total', 'client-timo', 'socket-timo', 'connrefused', 'connreset'],
	...['fd-unavail', 'addrunavail', 'ftab-full', 'other'],
];

/** The figures of a run; rates a second, times in seconds unless named otherwise. */
export const result = z.object({
	mode: z.enum(['closed', 'open']),
	engine: z.enum(['io_uring', 'epoll']),
	/** Where there were several: all figures are of all of them. */
	processes: count.optional(),
	reason: z.enum(['completed', 'duration', 'stopped', 'failed']),
	total: z.object({
		connections: count,
		/** Of these, those that followed one that had ended after a call, as was told. */
		reconnects: count,
		requests: count,
		replies: count,
		seconds: z.number(),
	}),
	/** Where one was asked for: from when all were connected to the window. */
	warmup: z.object({seconds: z.number(), settled: z.boolean()}).optional(),
	window: z.object({
		seconds: z.number(),
		/** Connections that were open in it, on average over its time; a duet does not tell. */
		held: z.number().optional(),
		replies: count,
		rate: z.number(),
		/** Replies in each of equal parts of it; none where its length was not known. */
		bins: z.array(count),
		/** What came before it, and is in no other figure of it. */
		leftOut: z.object({seconds: z.number(), replies: count}),
		cpu: cpuTime,
		cpuShare: z.number(),
	}),
	replyRate: z.object({
		min: z.number(),
		avg: z.number(),
		max: z.number(),
		stddev: z.number(),
		samples: count,
	}),
	replyTimeUs: replyTimes,
	/** Open loop only: from the actual send. */
	rawReplyTimeUs: replyTimes.optional(),
	status: z.record(z.enum(['1xx', '2xx', '3xx', '4xx', '5xx']), count),
	errors: z.record(z.enum(errors), count),
	/** Open loop only. */
	schedule: z
		.object({
			intended: count,
			sent: count,
			late: count,
			skipped: count,
			failed: count,
			unfinished: count,
		})
		.optional(),
	bottleneck: z.enum(['client', 'not the client']),
});

export const httperfEvents = {
	connected: z.object({event: z.literal('connected'), connections: count}),
	warm: z.object({event: z.literal('warm'), time}),
	measuring: z.object({event: z.literal('measuring'), time}),
	measured: z.object({event: z.literal('measured'), time}),
	report: z.object({
		event: z.literal('report'),
		time,
		replies: count,
		open: count,
		cpu: cpuTime,
	}),
	result: z.object({event: z.literal('result'), ...result.shape}),
};
