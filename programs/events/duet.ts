// What duet says (docs/programs.md).
import {z} from 'zod';
import {count, time} from './figures.js';
import {httperfEvents, result} from './httperf.js';

export const duetEvents = {
	/** Of each side. */
	connected: z.object({event: z.literal('connected'), connections: z.tuple([count, count])}),
	measuring: httperfEvents.measuring,
	measured: httperfEvents.measured,
	report: z.object({event: z.literal('report'), time, slices: count}),
	result: z.object({
		event: z.literal('result'),
		reason: z.enum(['duration', 'stopped']),
		a: result,
		b: result,
		/** In their order, A B B A: side, seconds, replies, seconds of the server's processors. */
		slices: z.array(z.tuple([z.literal([0, 1]), z.number(), count, z.number()])),
	}),
};
