// What wire says (docs/programs.md).
import {z} from 'zod';
import {count, cpuTime, time} from './figures.js';

const figures = {
	time,
	/** Packets that came, and those that were lost because too many were under way. */
	packets: count,
	dropped: count,
	/** How long packets were under way, in seconds. */
	delay: z.object({asked: z.number(), mean: z.number(), most: z.number()}),
	cpu: cpuTime,
};

export const wireEvents = {
	ready: z.object({
		event: z.literal('ready'),
		device: z.string(),
		/** This host's, and the one behind the wire. */
		address: z.string(),
		peer: z.string(),
		pid: count,
	}),
	report: z.object({event: z.literal('report'), ...figures}),
	end: z.object({event: z.literal('end'), reason: z.string(), ...figures}),
};
