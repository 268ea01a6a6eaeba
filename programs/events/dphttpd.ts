// What dphttpd says (docs/programs.md).
import {z} from 'zod';
import {count, cpuTime, syscalls, time} from './figures.js';
import {mechanisms} from './mechanisms.js';

const figures = {
	time,
	replies: count,
	connections: z.object({now: count, peak: count, accepted: count, refused: count}),
	waits: count,
	controls: count,
	stale: count,
	syscalls,
	cpu: cpuTime,
	rss: count,
};

export const dphttpdEvents = {
	ready: z.object({
		event: z.literal('ready'),
		mechanism: z.string(),
		address: z.string(),
		port: count,
		maxfds: count,
		/** Of the process that serves. */
		pid: count,
	}),
	warning: z.object({event: z.literal('warning'), message: z.string()}),
	report: z.object({event: z.literal('report'), ...figures}),
	end: z.object({event: z.literal('end'), reason: z.string(), ...figures}),
	mechanisms,
};
