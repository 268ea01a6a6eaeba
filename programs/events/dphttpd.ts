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

const switches = z.object({voluntary: count, involuntary: count});

/** What one process of several has used. */
export const workerUse = z.object({pid: count, switches, cpu: cpuTime});

const figures = {
	time,
	replies: count,
	connections: z.object({now: count, peak: count, accepted: count, refused: count}),
	waits: count,
	controls: count,
	stale: count,
	syscalls,
	/** Those of the system calls that failed, by the call's name, then by the errno's. */
	errors: z.record(z.string(), syscalls),
	/** With a mechanism of io_uring alone. */
	ring: ring.optional(),
	/** Of the thread that serves; of several workers, the sum. */
	switches,
	cpu: cpuTime,
	rss: count,
	/** With --workers alone: each for itself. */
	workers: z.array(workerUse.extend({now: count, accepted: count, replies: count})).optional(),
	/** With --listener acceptor alone. */
	acceptor: workerUse.optional(),
};

export const dphttpdEvents = {
	ready: z.object({
		event: z.literal('ready'),
		mechanism: z.string(),
		address: z.string(),
		port: count,
		maxfds: count,
		/** Of the process that serves, or has started those that do. */
		pid: count,
		/** With --workers alone: the processes that serve, and how they come by connections. */
		workers: z.array(count).optional(),
		listener: z.string().optional(),
		/** Inside TLS alone: version, key exchange, cipher and library. */
		cipher: z.string().optional(),
	}),
	warning: z.object({event: z.literal('warning'), message: z.string()}),
	report: z.object({event: z.literal('report'), ...figures}),
	end: z.object({event: z.literal('end'), reason: z.string(), ...figures}),
	mechanisms,
};
