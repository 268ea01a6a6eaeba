// What deadconn says (docs/programs.md).
import {z} from 'zod';
import {count, refusal, time} from './figures.js';

export const deadconnEvents = {
	progress: z.object({
		event: z.literal('progress'),
		open: count,
		of: count,
		rate: z.number(),
	}),
	warning: z.object({event: z.literal('warning'), message: z.string()}),
	ready: z.object({event: z.literal('ready'), open: count, of: count, seconds: z.number()}),
	closed: z.object({event: z.literal('closed'), closed: count, open: count}),
	report: z.object({
		event: z.literal('report'),
		time,
		open: count,
		closed: count,
		of: count,
		cpu: z.object({user: count, system: count}),
		rss: count,
	}),
	failed: z.object({event: z.literal('failed'), open: count, of: count, ...refusal}),
	end: z.object({event: z.literal('end'), reason: z.string(), open: count, closed: count}),
};

export type DeadconnEvent = z.infer<(typeof deadconnEvents)[keyof typeof deadconnEvents]>;
