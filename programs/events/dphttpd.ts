// What dphttpd says (docs/programs.md).
import {z} from 'zod';
import {count, cpuTime, syscalls, time} from './figures.js';
import {mechanisms} from './mechanisms.js';

/** How an io_uring ran (linux/io-uring/regime.ts). */
const ring = z.object({
	/** The set-up flags that the kernel took, as in DEFER_TASKRUN. */
	setup: z.array(z.string()),
	overflows: count,
	rearms: count,
	/** Of a ring with provided buffers alone, as `buffers` is. */
	nobufs: count.optional(),
	buffers: z.object({low: count, of: count}).optional(),
});

const figures = {
	time,
	replies: count,
	connections: z.object({now: count, peak: count, accepted: count, refused: count}),
	waits: count,
	controls: count,
	stale: count,
	syscalls,
	/** With a mechanism of io_uring alone. */
	ring: ring.optional(),
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
